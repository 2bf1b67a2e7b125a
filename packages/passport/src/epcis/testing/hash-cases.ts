import { readFileSync } from 'node:fs';
import * as z from 'zod/mini';

const shape = z.array(
  z.object({
    title: z.string(),
    context: z.json(),
    event: z.record(z.string(), z.json()),
    prehash: z.string(),
    id: z.string(),
  }),
);

/** Events of our own; prehash and id as the published reference implementation 1.9.3 gave them. */
export const hashCases = shape.parse(
  JSON.parse(readFileSync(new URL('hash-cases.json', import.meta.url), 'utf8')),
);
