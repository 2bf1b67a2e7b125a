import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const text = z.string();
const whole = z.number();
const shape = z.object({
  streams: z.array(z.object({ title: text, name: text, salt: z.nullable(text), id: text })),
  commitments: z.array(
    z.object({
      title: text,
      kind: z.nullable(text),
      payload: z.nullable(text),
      payloadHex: text,
      salt: text,
      commitment: text,
    }),
  ),
  entries: z.array(
    z.object({
      title: text,
      fields: z.object({
        version: z.literal(1),
        codec: z.literal([1, 2]),
        kind: text,
        stream: text,
        position: whole,
        recordedAt: whole,
        previous: text,
        commitment: text,
      }),
      entry: text,
      leaf: text,
    }),
  ),
  refusedEntries: z.array(z.object({ title: text, entry: text, code: text })),
  canonical: z.array(z.object({ title: text, text, canonical: text })),
  refusedJson: z.array(z.object({ title: text, bytes: text, code: text, offset: whole })),
});

const file = new URL('../../../../docs/spec/vectors/entry.json', import.meta.url);

/** The project's own vectors for docs/spec/entry.md; made by an independent program. */
export const entryVectors = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
