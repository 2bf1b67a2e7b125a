import { z } from 'zod';
import { expect } from 'vitest';
import type { Answer, TestApi } from './test-api.ts';

/** A passport to create; `serialNumber` makes it another device. */
export function newPassportBody(serialNumber: string, more: Record<string, unknown> = {}) {
  return {
    company: 'MED',
    productType: 'PF',
    origin: 'CN',
    manufacturer: 'Medtec',
    model: 'Filler 3',
    serialNumber,
    ...more,
  };
}

const receipt = z.object({ data: z.object({ id: z.string(), code: z.string() }) });

/** Creates a passport and tells its code and id. */
export async function createPassport(
  api: TestApi,
  serialNumber: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; code: string }> {
  const answer = await api.send({
    method: 'POST',
    url: '/api/v1/passports',
    body: newPassportBody(serialNumber, more),
  });
  expect(answer).toMatchObject({ status: 201 });
  return receipt.parse(answer.body).data;
}

/** A remark, the event that changes nothing. */
export function note(text: string, more: Record<string, unknown> = {}) {
  return { kind: 'passport.noted', data: { severity: 'info', text }, ...more };
}

const refusal = z.object({ code: z.string() });

/** Status and stable code of a refusal. */
export function refusalOf(answer: Answer): [status: number, code: string] {
  return [answer.status, refusal.parse(answer.body).code];
}

const list = z.object({
  data: z.array(z.record(z.string(), z.unknown())),
  meta: z.object({
    total: z.int(),
    page: z.int(),
    limit: z.int(),
    totalPages: z.int(),
    hasMore: z.boolean(),
    nextCursor: z.string().nullable(),
  }),
});

export function listOf(answer: Answer): z.infer<typeof list> {
  return list.parse(answer.body);
}

const single = z.object({ data: z.record(z.string(), z.unknown()) });

export function dataOf(answer: Answer): Record<string, unknown> {
  return single.parse(answer.body).data;
}
