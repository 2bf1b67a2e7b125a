import * as z from 'zod/mini';
import { shortText, uuid } from './fields.ts';

/** What an act was about: `passport` and a code, `organization` and a UUID, `account`, `key`, … */
const subject = z.strictObject({
  type: z.string().check(z.regex(/^[a-z_]{1,40}$/, 'expected a lowercase word')),
  id: shortText,
});

/**
 * Data of `audit.acted`: a sensitive act of a person or key. Who and when stand in the envelope;
 * here is what (`act`, a stable name such as `session.started`), on what, and from where.
 */
export const acted = z.strictObject({
  act: z.string().check(z.regex(/^[a-z_]+\.[a-z_]+$/, 'expected area.verb')),
  subject: z.optional(subject),
  from: z.strictObject({ address: z.optional(shortText), agent: z.optional(shortText) }),
  session: z.optional(uuid),
  details: z.optional(z.record(z.string(), z.union([shortText, z.number(), z.boolean()]))),
});
