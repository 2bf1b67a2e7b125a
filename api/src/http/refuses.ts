import { ApiExtension } from '@nestjs/swagger';
import { CODES, statusOf } from './error-status.ts';

/** Where {@link Refuses} leaves its codes until the document is finished. */
export const REFUSALS = 'x-refusals';

/** All codes that begin so: a parser has one for each thing that can be wrong. */
export const codesLike = (prefix: string) => CODES.filter((code) => code.startsWith(prefix));

/** Of a text that should name a passport. */
export const PASSPORT_NAMES = ['PASSPORT_UNKNOWN', ...codesLike('CODE_')] as const;

/**
 * Stable codes a route refuses with, beyond those that follow from its shape (document-refusals.ts).
 * Their statuses are those of error-status.ts. The test api holds every answer to them.
 */
export function Refuses(...codes: readonly [string, ...string[]]): MethodDecorator {
  const unknown = codes.filter((code) => statusOf(code) === undefined);
  if (unknown.length > 0) {
    throw new Error(`${unknown.join(', ')}: give it a status in api/src/http/error-status.ts.`);
  }
  return ApiExtension(REFUSALS, codes);
}
