import * as client from '@luna/api-client';
import type { NewEvent, NewPassport, PassportReceipt } from '@luna/api-client';
import { z } from 'zod';
import { got } from './client-results.ts';
import type { Answer, TestApi } from './test-api.ts';

/** A passport to create; `serialNumber` makes it another device. */
export function newPassportBody(
  serialNumber: string,
  more: Partial<NewPassport> = {},
): NewPassport {
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

/** Creates a passport and tells its code and id. */
export function createPassport(
  api: Pick<TestApi, 'client'>,
  serialNumber: string,
  more: Partial<NewPassport> = {},
): Promise<PassportReceipt> {
  const body = newPassportBody(serialNumber, more);
  return got(client.createPassport({ client: api.client, body }));
}

type Note = Extract<NewEvent, { kind: 'passport.noted' }>;

/** A remark, the event that changes nothing. */
export function note(text: string, more: Partial<Note> = {}): Note {
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
