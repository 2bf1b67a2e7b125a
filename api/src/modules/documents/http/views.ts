import { ACCESS_CLASSES } from '@luna/record';
import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';

const example = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';
export const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/, 'expected 64 lowercase hex digits')
  .meta({ description: 'SHA-256 of the bytes', example });
const cid = z
  .string()
  .nullable()
  .meta({ description: 'Where everybody finds the bytes on IPFS; null while it is restricted' });
const pixels = z.int().nullable().meta({ description: 'Pixels; null for what is no picture' });

/** A document as a reader may see it. */
export const documentView = z
  .object({
    sha256: digest,
    name: z.string().meta({ example: 'Operating manual.pdf' }),
    mediaType: z.string().meta({ example: 'application/pdf' }),
    length: z.int().meta({ description: 'Bytes', example: 184_320 }),
    width: pixels,
    height: pixels,
    access: z.array(z.enum(ACCESS_CLASSES)),
    cid,
    position: z.int().meta({ description: 'Of the event that attached it' }),
    publishedPosition: z
      .int()
      .nullable()
      .meta({ description: 'Of the event since which it is public' }),
    attachedAt: z.string(),
  })
  .meta({ id: 'Document' });
export type DocumentView = z.infer<typeof documentView>;

/** What the writer gets back: digests and places only, because it is stored. */
export const documentReceipt = z
  .object({
    code: z.string().meta({ description: 'Code of the passport' }),
    sha256: digest,
    cid,
    position: z.int(),
    leafHash: digest.meta({ description: 'Leaf of the event' }),
    recordedAt: z.string(),
  })
  .meta({ id: 'DocumentReceipt' });
export type DocumentReceipt = z.infer<typeof documentReceipt>;

export const documentQuery = z.strictObject({
  ...paging,
});
export type DocumentQuery = z.infer<typeof documentQuery>;
