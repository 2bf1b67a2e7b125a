import { z } from 'zod';
import { documentedAs } from '../../http/documented-as.ts';

/** Items a batch may hold. */
export const BATCH_LIMIT = 1000;

/**
 * Body of a batch: `{ items, allOrNothing?, dryRun? }`. Items are taken as they come and parsed one
 * by one with `item` in the use case, so that one malformed item does not refuse the others. `id` is
 * its name in the OpenAPI document.
 */
export function batchOf(item: z.ZodType, id: string) {
  const options = {
    allOrNothing: z.boolean().default(false).meta({ description: 'One refusal refuses all' }),
    dryRun: z.boolean().default(false).meta({ description: 'Judge everything, write nothing' }),
  };
  return documentedAs(
    z.strictObject({ items: z.array(z.unknown()).min(1).max(BATCH_LIMIT), ...options }),
    z.strictObject({ items: z.array(item).min(1).max(BATCH_LIMIT), ...options }).meta({ id }),
  );
}
export type BatchBody = z.infer<ReturnType<typeof batchOf>>;

const refusal = z
  .object({
    code: z.string(),
    message: z.string(),
    errors: z.array(z.object({ field: z.string(), message: z.string() })),
    retryable: z.boolean(),
    details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  })
  .meta({ id: 'Refusal' });
const counts = z.object({ done: z.int(), replayed: z.int(), refused: z.int() });
const committed = z
  .boolean()
  .meta({ description: 'False for a dry run and for a batch refused whole' });

/** What became of a batch; `items` stands in the order of the request. */
export function batchResultOf(receipt: z.ZodType) {
  return z.object({
    committed,
    counts,
    items: z.array(
      z.object({
        outcome: z.enum(['done', 'replayed', 'refused']),
        receipt: receipt.nullable(),
        error: refusal.nullable(),
      }),
    ),
  });
}

export type BatchResult<R> = {
  committed: boolean;
  counts: z.infer<typeof counts>;
  items: {
    outcome: 'done' | 'replayed' | 'refused';
    receipt: R | null;
    error: z.infer<typeof refusal> | null;
  }[];
};
