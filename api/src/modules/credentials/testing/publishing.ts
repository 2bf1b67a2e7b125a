import {
  publishPassport,
  type NewPassport,
  type PassportReceipt,
  type PublicationReceipt,
} from '@luna/api-client';
import { createPassport } from '../../../testing/bodies.ts';
import { got } from '../../../testing/client-results.ts';
import type { Answer, TestApi } from '../../../testing/test-api.ts';
import type { Sender } from './stranger.ts';

let serial = 0;

/** A new device of a company. */
export function newDevice(
  owner: Pick<TestApi, 'client'>,
  company: string,
  more: Partial<NewPassport> = {},
): Promise<PassportReceipt> {
  return createPassport(owner, `C-${(serial += 1)}`, { company, ...more });
}

export const pathOf = (code: string) => `/api/v1/passports/${code}`;

export function tryToPublish(sender: Sender, code: string, key?: string): Promise<Answer> {
  return sender.send({
    method: 'POST',
    url: `${pathOf(code)}/publication`,
    headers: key === undefined ? {} : { 'idempotency-key': key },
  });
}

export function publish(
  { client }: Pick<TestApi, 'client'>,
  code: string,
  key?: string,
): Promise<PublicationReceipt> {
  const headers = key === undefined ? {} : { 'Idempotency-Key': key };
  return got(publishPassport({ client, path: { id: code }, headers }));
}

/** Bytes of the document, as anybody gets them. */
export async function documentOf(anybody: Sender, code: string, query = ''): Promise<Answer> {
  return anybody.send({ url: `${pathOf(code)}/document${query}`, key: false });
}
