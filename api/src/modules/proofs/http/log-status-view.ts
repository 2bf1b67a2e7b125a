import { z } from 'zod';

/** Sizes are numbers of leaves; each step is at most as far as the one before. */
export const logStatusView = z
  .object({
    origin: z.string(),
    unsealed: z.int().meta({ description: 'Events recorded but not in the log, up to 100,000' }),
    sealed: z.int(),
    root: z.string().meta({ description: 'Root of the sealed tree, hex' }),
    signed: z.int(),
    published: z.int(),
    mined: z.int().meta({ description: 'Largest anchor seen on the chain, final or not' }),
    anchored: z
      .object({
        size: z.int(),
        root: z.string(),
        chainId: z.int(),
        contract: z.string(),
        index: z.int(),
        tx: z.string(),
        block: z.int(),
        time: z.string(),
      })
      .nullable()
      .meta({ description: 'Newest finalised anchor' }),
  })
  .meta({ id: 'LogStatus' });
export type LogStatusView = z.infer<typeof logStatusView>;
