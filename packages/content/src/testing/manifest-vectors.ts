import { z } from 'zod';

const link = { cid: z.string() };

const schema = z.object({
  valid: z.array(
    z.object({
      name: z.string(),
      manifest: z.object({
        origin: z.string(),
        checkpoint: z.string(),
        tiles: z.array(z.object({ level: z.number(), index: z.number(), ...link })),
        entries: z.array(z.object({ index: z.number(), width: z.number(), ...link })),
        documents: z.array(z.object({ sha256: z.string(), length: z.number(), ...link })),
        previous: z.string().nullable(),
      }),
      cid: z.string(),
      digest: z.string(),
      block: z.string(),
    }),
  ),
  split: z.object({
    links: z.number(),
    parts: z.array(z.string()),
    cid: z.string(),
    block: z.string(),
  }),
  coverage: z.array(
    z.object({
      from: z.number(),
      to: z.number(),
      tiles: z.array(z.tuple([z.number(), z.number()])),
      entries: z.array(z.tuple([z.number(), z.number()])),
    }),
  ),
  refused: z.array(z.object({ name: z.string(), block: z.string(), code: z.string() })),
});

/** The specification's vectors, which other implementations read as well. */
export function manifestVectors(json: string): z.infer<typeof schema> {
  return schema.parse(JSON.parse(json));
}
