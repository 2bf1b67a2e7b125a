import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const at = z.string().meta({ example: '2026-06-16T08:00:00.000Z' });
const position = z.int().meta({ example: 3 });
const data = z.record(z.string(), z.unknown());

const correction = z.object({
  position: position.meta({ description: 'Of the event that corrects' }),
  reason: z.string(),
  data: data
    .nullable()
    .meta({ description: 'What should have been said; null: only that it is wrong' }),
});

/** One event as anybody may see it, with what later events say against it. */
export const scanEvent = z
  .object({
    position,
    kind: z.string().meta({ example: 'passport.tested' }),
    recordedAt: at,
    leafHash: hash,
    state: z.enum(['public', 'withheld', 'erased']).meta({
      description: 'withheld: not for everybody to read; erased: nobody can read it any more',
    }),
    occurredAt: at.nullable(),
    data: data.nullable().meta({ example: { test: 'Leak test', result: 'pass' } }),
    corrections: z.array(correction),
  })
  .meta({ id: 'ScanEvent' });
export type ScanEvent = z.infer<typeof scanEvent>;

const scanDocument = z
  .object({
    name: z.string().meta({ example: 'Operating manual.pdf' }),
    mediaType: z.string().meta({ example: 'application/pdf' }),
    length: z.int().meta({ description: 'Bytes', example: 184_320 }),
    width: z.int().nullable().meta({ description: 'Pixels; null for what is no picture' }),
    height: z.int().nullable(),
    sha256: hash,
    cid: z.string(),
    url: z.url(),
    position: position.meta({ description: 'Of the event that attached it' }),
  })
  .meta({ id: 'ScanDocument' });

/** A device as anybody may see it who holds its code. Flags stand first. */
export const scanView = z
  .object({
    flags: z.array(z.enum(FLAGS)).meta({ description: 'Warnings; to be shown before all else' }),
    status: z.enum(STATUSES),
    code: z.string().meta({ example: 'DP-MED-2601-PF-CN-000001-0A' }),
    stream: hash.meta({ description: 'SHA-256("luna/stream/1\\n" ‖ "passport:" ‖ code)' }),
    plate: z.object({
      manufacturer: z.string(),
      model: z.string(),
      serialNumber: z.string(),
      name: z.string().nullable(),
      manufacturedAt: z.string().nullable().meta({ example: '2026-01' }),
      company: z.string().meta({ example: 'MED' }),
      productType: z.string().meta({ example: 'PF' }),
      origin: z.string().meta({ example: 'CN' }),
      gtin: z.string().nullable().meta({ example: '09520123456788' }),
      giai: z.string().nullable(),
    }),
    owner: z
      .object({ name: z.string().meta({ example: 'Medtec' }) })
      .nullable()
      .meta({ description: 'The company that answers for the device, when it is approved' }),
    log: z.object({
      position: position.meta({ description: 'Of the newest event' }),
      sealed: position.meta({ description: 'Up to here the history is in the log' }),
      anchored: position.meta({ description: 'Up to here it is final on the chain' }),
    }),
    links: z.object({
      page: z.url().meta({ description: 'Also the IEC 61406 identification link' }),
      evidence: z.url(),
      history: z.url().meta({ description: 'All events, oldest first' }),
      document: z.url().nullable().meta({ description: 'The signed passport document' }),
      gs1: z.url().nullable().meta({ description: 'GS1 Digital Link' }),
    }),
    documents: z
      .array(scanDocument)
      .meta({ description: 'Public ones, newest first, at most 100' }),
    history: z.array(scanEvent).meta({ description: 'Newest first, at most 100' }),
  })
  .meta({ id: 'Scan' });
export type ScanView = z.infer<typeof scanView>;
