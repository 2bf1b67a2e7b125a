import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import { statusOf } from './error-status.ts';
import { ValidationError } from './validation-error.ts';

/** What a caller is told of an error; never a stack trace, never SQL. */
export type ErrorDescription = {
  statusCode: number;
  code: string;
  message: string;
  errors: { field: string; message: string }[];
  retryable: boolean;
  details?: Readonly<Record<string, string | number>>;
};

/** The errors of this house: whatever has a code from the table of `error-status.ts`. */
const domainError = z.object({
  code: z.string(),
  message: z.string(),
  retryable: z.boolean().default(false),
  details: z.record(z.string(), z.union([z.string(), z.number()])).optional(),
  issues: z.array(z.object({ path: z.string(), message: z.string() })).default([]),
});
/** What Nest and Fastify refuse before any of our code runs; only the status is left of it. */
const REFUSED: Readonly<Record<number, { code: string; message: string }>> = {
  404: { code: 'NOT_FOUND', message: 'There is nothing at this address. See /api/docs.' },
  413: {
    code: 'BODY_TOO_LARGE',
    message: 'The request body is larger than 8 MiB. Send fewer items per request.',
  },
  415: { code: 'MEDIA_TYPE_UNSUPPORTED', message: 'Send the body as application/json.' },
};
/** Postgres cannot be reached, is starting or is shutting down. */
const DATABASE_DOWN = /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|08\d{3}|57P0[1-5]|53\d{3})$/;
const INTERNAL =
  'Something went wrong on our side. Try again, and name the request id if it stays.';

/** Turns anything thrown into what the caller is told. Unknown errors become 500 INTERNAL. */
export function describeError(error: unknown): ErrorDescription {
  if (error instanceof ValidationError) {
    return describe(400, 'VALIDATION_FAILED', error.message, { errors: error.fields });
  }
  const parsed = domainError.safeParse(plain(error));
  if (parsed.success) {
    const { code, message, retryable, details, issues } = parsed.data;
    const errors = issues.map(({ path, message }) => ({ field: path, message }));
    const statusCode = statusOf(code);
    if (statusCode !== undefined) {
      return describe(statusCode, code, message, {
        errors,
        retryable,
        ...(details ? { details } : {}),
      });
    }
    if (code === 'FST_ERR_BAD_URL')
      return describe(400, 'REQUEST_INVALID', 'The URL is malformed.');
    if (DATABASE_DOWN.test(code)) return databaseDown();
  }
  if (
    error instanceof Error &&
    /^Connection terminated|timeout exceeded when/.test(error.message)
  ) {
    return databaseDown();
  }
  if (error instanceof HttpException) return describeHttp(error);
  return describe(500, 'INTERNAL', INTERNAL);
}

function describe(
  statusCode: number,
  code: string,
  message: string,
  more: Partial<ErrorDescription> = {},
): ErrorDescription {
  return { statusCode, code, message, errors: [], retryable: false, ...more };
}

/** Own fields of class instances, which a schema of objects would not look into. */
function plain(error: unknown): unknown {
  if (!(error instanceof Error)) return undefined;
  return Object.assign({}, error, { message: error.message });
}

function databaseDown(): ErrorDescription {
  const message = 'The database cannot be reached at the moment. Nothing was written; try again.';
  return describe(503, 'DATABASE_UNAVAILABLE', message, { retryable: true });
}

function describeHttp(error: HttpException): ErrorDescription {
  const statusCode = error.getStatus();
  const refused = REFUSED[statusCode];
  if (refused !== undefined) return describe(statusCode, refused.code, refused.message);
  return statusCode < 500
    ? describe(statusCode, 'REQUEST_INVALID', error.message)
    : describe(500, 'INTERNAL', INTERNAL);
}
