import { NotFoundException } from '@nestjs/common';
import { PassportError } from '@luna/passport';
import { RecordError } from '@luna/record';
import { LunaError } from '@luna/runtime';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { readCursor, writeCursor } from './cursor.ts';
import { describeError } from './describe-error.ts';
import { documentedAs, zodToOpenApi } from './documented-as.ts';
import { requestId } from './request-id.ts';
import { validationError } from './validation-error.ts';

describe('describeError', () => {
  it('tells code, message and facts of the errors of this house', () => {
    const error = new LunaError('POSITION_CONFLICT', 'late', {
      retryable: true,
      details: { next: 3 },
    });
    expect(describeError(error)).toEqual({
      statusCode: 409,
      code: 'POSITION_CONFLICT',
      message: 'late',
      errors: [],
      retryable: true,
      details: { next: 3 },
    });
    expect(describeError(new PassportError('CODE_CHECK', 'mistyped'))).toMatchObject({
      statusCode: 400,
      code: 'CODE_CHECK',
    });
  });

  it('names the fields that a payload’s schema refuses', () => {
    const issues = [{ path: 'data.part', message: 'too long' }];
    expect(describeError(new RecordError('PAYLOAD_INVALID', 'no', { issues }))).toMatchObject({
      statusCode: 400,
      errors: [{ field: 'data.part', message: 'too long' }],
    });
  });

  it.each([
    new Error('relation "passports.passport" does not exist'),
    Object.assign(new Error('duplicate key'), { code: '23505', constraint: 'x' }),
    new LunaError('OPERATOR_MISSING', 'internal matters'),
    'a string',
    undefined,
    null,
  ])('says nothing of what is our fault: %s', (error) => {
    const described = describeError(error);
    expect(described).toMatchObject({ statusCode: 500, code: 'INTERNAL' });
    expect(described.message).not.toMatch(/passport|duplicate|internal matters/);
  });

  it.each(['ECONNREFUSED', '57P01', '57P03', '08006', '53300'])(
    'says 503 when the database is away (%s)',
    (code) => {
      expect(describeError(Object.assign(new Error('x'), { code }))).toMatchObject({
        statusCode: 503,
        code: 'DATABASE_UNAVAILABLE',
        retryable: true,
      });
    },
  );

  it('keeps what Nest and Fastify refuse', () => {
    expect(describeError(new NotFoundException('Cannot GET /x'))).toMatchObject({
      statusCode: 404,
      code: 'NOT_FOUND',
    });
  });
});

describe('validationError', () => {
  it('names fields with dots and speaks of the first', () => {
    const { error } = z
      .object({ a: z.array(z.object({ b: z.int() })) })
      .safeParse({ a: [{ b: 'x' }] });
    const described = validationError(error?.issues ?? []);
    expect(described.fields).toMatchObject([{ field: 'a.0.b' }]);
    expect(described.message).toMatch(/^Validation failed: a\.0\.b: /);
  });
});

describe('cursor', () => {
  it('comes back as it was written', () => {
    expect(readCursor(writeCursor(7, 2), z.int())).toEqual({ after: 7, page: 2 });
    expect(readCursor(undefined, z.int())).toEqual({ after: undefined, page: 1 });
  });

  it.each(['', 'x', '!!!', writeCursor('seven', 2), writeCursor(7, 1)])('refuses %j', (cursor) => {
    expect(() => readCursor(cursor, z.int())).toThrow(
      expect.objectContaining({ code: 'CURSOR_INVALID' }),
    );
  });
});

describe('requestId', () => {
  it('keeps a harmless one and makes one otherwise', () => {
    expect(requestId({ headers: { 'x-request-id': 'abc-12345' } })).toBe('abc-12345');
    for (const given of ['short', 'x'.repeat(65), 'a b c d e f g', undefined]) {
      expect(requestId({ headers: { 'x-request-id': given } })).toMatch(/^[0-9a-f-]{36}$/);
    }
  });
});

describe('zodToOpenApi', () => {
  it('describes a lenient schema as what callers should send', () => {
    const item = z.object({ a: z.int() });
    const lenient = documentedAs(z.array(z.unknown()), z.array(item));
    expect(lenient.safeParse(['anything']).success).toBe(true);
    expect(zodToOpenApi(lenient, { schemaType: 'input' })?.schema).toMatchObject({
      type: 'array',
      items: { type: 'object', required: ['a'] },
    });
    expect(zodToOpenApi({}, { schemaType: 'input' })).toBeUndefined();
  });
});
