import { expect } from 'vitest';
import { newPassportBody } from '../../../testing/bodies.ts';
import type { Answer } from '../../../testing/test-api.ts';
import { publicationReceipt, type PublicationReceipt } from '../http/views.ts';
import type { Sender } from './stranger.ts';
import { z } from 'zod';

const created = z.object({ data: z.object({ id: z.uuid(), code: z.string() }) });
let serial = 0;

/** A new device of a company. */
export async function newDevice(
  owner: Sender,
  company: string,
  more: Record<string, unknown> = {},
): Promise<{ id: string; code: string }> {
  const body = newPassportBody(`C-${(serial += 1)}`, { company, ...more });
  const answer = await owner.send({ method: 'POST', url: '/api/v1/passports', body });
  expect(answer).toMatchObject({ status: 201 });
  return created.parse(answer.body).data;
}

export const pathOf = (code: string) => `/api/v1/passports/${code}`;

export function tryToPublish(sender: Sender, code: string, key?: string): Promise<Answer> {
  return sender.send({
    method: 'POST',
    url: `${pathOf(code)}/publication`,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
}

const receipt = z.object({ data: publicationReceipt });

export async function publish(
  sender: Sender,
  code: string,
  key?: string,
): Promise<PublicationReceipt> {
  const answer = await tryToPublish(sender, code, key);
  expect(answer).toMatchObject({ status: 201 });
  return receipt.parse(answer.body).data;
}

/** Bytes of the document, as anybody gets them. */
export async function documentOf(anybody: Sender, code: string, query = ''): Promise<Answer> {
  return anybody.send({ url: `${pathOf(code)}/document${query}`, key: false });
}
