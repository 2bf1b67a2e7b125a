import * as z from 'zod/mini';
import { instant, uuid } from './fields.ts';

/** Who may read a payload. Classes are a set, not a ladder. */
export const ACCESS_CLASSES = ['authority', 'interest', 'owner', 'public'] as const;
export type AccessClass = (typeof ACCESS_CLASSES)[number];

const access = z
  .array(z.enum(ACCESS_CLASSES))
  .check(z.refine(isSortedSet, 'expected access classes in alphabetical order, none twice'))
  .check(z.minLength(1));

function isSortedSet(classes: readonly string[]): boolean {
  return classes.every((name, index) => index === 0 || (classes[index - 1] ?? '') < name);
}

/**
 * The payload of every event: who did it, for whom to read, when it happened, and what.
 *
 * `actor` is an opaque id: names and contact data live in tables that can be erased. Unknown fields
 * are refused, so nothing unexamined is ever hashed.
 */
export function envelope<Data extends z.ZodMiniType>(data: Data) {
  return z.strictObject({
    v: z.literal(1),
    org: uuid,
    actor: uuid,
    access,
    occurredAt: instant,
    data,
  });
}
