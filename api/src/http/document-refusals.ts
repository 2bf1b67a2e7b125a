import { STATUS_CODES } from 'node:http';
import type { OpenAPIObject } from '@nestjs/swagger';
import { z } from 'zod';
import { errorBody } from './error-body.ts';
import { statusOf } from './error-status.ts';
import type { Schema } from './example-of.ts';
import { codesLike, PASSPORT_NAMES, REFUSALS } from './refuses.ts';

export type Operation = NonNullable<OpenAPIObject['paths'][string]['get']>;
export type Responses = NonNullable<NonNullable<OpenAPIObject['components']>['responses']>;

const facts = z.object({
  'x-permission': z.string().optional(),
  [REFUSALS]: z.array(z.string()).default([]),
  parameters: z.array(z.object({ name: z.string(), in: z.string() })).default([]),
  requestBody: z.object({ content: z.record(z.string(), z.unknown()) }).optional(),
});

/** What stands between a request and the code that answers it, and refuses by its own rules. */
const CREDENTIALS = ['KEY_WRONG', 'TOKEN_INVALID', 'TOKEN_EXPIRED', 'SESSION_ENDED'];
const COOKIES = ['CSRF_INVALID', 'ORIGIN_REFUSED'];
const IDEMPOTENCY = ['IDEMPOTENCY_KEY_INVALID', 'IDEMPOTENCY_KEY_REUSED', 'REQUEST_IN_PROGRESS'];
const FORM = ['MULTIPART_INVALID', 'FILE_TOO_LARGE'];
const JSON_CODES = codesLike('JSON_');
const BODY = ['BODY_TOO_LARGE', 'MEDIA_TYPE_UNSUPPORTED', ...JSON_CODES];
/** Paths in which a passport is named. */
const ON_PASSPORT = /^\/(api\/v1\/passports\/\{id\}|api\/v1\/scan\/|p\/)/;
const ALWAYS = ['INTERNAL', 'DATABASE_UNAVAILABLE', 'VAULT_UNAVAILABLE'];
/** Not counted by the rate limits (rate-limits.ts). */
const UNCOUNTED = /^\/(health|metrics)(\/|$)/;

/** The codes of an operation: those it says by `@Refuses`, and those that follow from its shape. */
function codesOf(path: string, method: string, operation: Operation): string[] {
  const found = facts.parse(operation);
  const { 'x-permission': permission, parameters, requestBody } = found;
  const types = Object.keys(requestBody?.content ?? {});
  const takes = (name: string) => parameters.some((parameter) => parameter.name === name);
  const signedIn = permission !== undefined && permission !== 'anyone';
  return [
    ...found[REFUSALS],
    ...ALWAYS,
    ...(UNCOUNTED.test(path) ? [] : ['RATE_LIMITED']),
    ...(permission === undefined ? [] : CREDENTIALS),
    ...(signedIn ? ['SIGN_IN_REQUIRED'] : []),
    ...(signedIn && permission !== 'signed in' ? ['NOT_PERMITTED'] : []),
    ...(signedIn && method !== 'get' ? COOKIES : []),
    ...(permission === 'signed in' ? ['PERSON_REQUIRED'] : []),
    ...(parameters.length > 0 || types.length > 0 ? ['VALIDATION_FAILED', 'REQUEST_INVALID'] : []),
    ...(ON_PASSPORT.test(path) ? PASSPORT_NAMES : []),
    ...(takes('cursor') ? ['CURSOR_INVALID'] : []),
    ...(takes('Idempotency-Key') ? IDEMPOTENCY : []),
    // A body is read, and refused, also where nobody wants one.
    ...(method === 'get' ? [] : BODY),
    ...(types.includes('multipart/form-data') ? FORM : []),
  ];
}

/**
 * Puts a response for every status that an operation refuses with. It lists the codes, is called after
 * them, and is shared by all operations that refuse with the same.
 */
export function addRefusals(
  path: string,
  method: string,
  operation: Operation,
  shared: Responses,
): void {
  const codes = [...new Set(codesOf(path, method, operation))].sort();
  for (const [status, of] of Map.groupBy(codes, (code) => statusOf(code) ?? 500)) {
    const said = of.map((code) => (JSON_CODES.includes(code) ? 'JSON' : code));
    const name = [status, ...new Set(said)].join('.');
    shared[name] = refusalOf(status, of);
    operation.responses[status] ??= { $ref: `#/components/responses/${name}` };
  }
  Reflect.deleteProperty(operation, REFUSALS);
}

function refusalOf(status: number, codes: string[]) {
  const code = { type: 'string', enum: codes };
  const schema = {
    allOf: [{ $ref: '#/components/schemas/Error' }, { type: 'object', properties: { code } }],
  };
  const description = `${STATUS_CODES[status] ?? ''}: ${codes.join(', ')}`;
  return { description, content: { 'application/json': { schema } } };
}

/** The schema that all refusals share; Zod's type of it knows more than Nest's. */
export const errorSchema = z
  .custom<Schema>()
  .parse(z.toJSONSchema(errorBody, { target: 'openapi-3.0', io: 'output' }));
