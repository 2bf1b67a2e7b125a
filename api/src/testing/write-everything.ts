import {
  acceptTransfer,
  appendEvent,
  attachDocument,
  captureEpcis,
  changePassport,
  createPassport,
  erasePayload,
  getCaptureJob,
  getJob,
  importPassports,
  offerTransfer,
  publishDocument,
  publishPassport,
  refuseTransfer,
  replacePart,
  revokeIssuerKey,
  revokePublication,
  rotateIssuerKey,
  withdrawTransfer,
  type NewEvent,
  type NewPassport,
} from '@luna/api-client';
import { createQueue, migrateQueue } from '@luna/queue';
import { createLogger } from '@luna/runtime';
import { expect, vi } from 'vitest';
import { startImports } from '../modules/imports/imports.public.ts';
import { newPassportBody } from './bodies.ts';
import { answered, got } from './client-results.ts';
import { companyActs, personActs } from './every-act.ts';
import { importMachines } from './imported-machines.ts';
import type { TestApi } from './test-api.ts';

/** One event of every kind at the least, in every way there is to write one, and every act. */
export async function writeEverything(api: TestApi): Promise<void> {
  await personActs(api);
  const { client } = api;
  const buyer = await api.as('ADMIN', { organization: 'new', code: 'BUY' });
  const create = (serialNumber: string, more: Partial<NewPassport> = {}) =>
    got(createPassport({ client, body: newPassportBody(serialNumber, more) }));
  const press = await create('1');
  const part = await create('2');
  const old = await create('3', { takenOver: { status: 'IN_SERVICE', reason: 'older than us' } });
  const path = { id: press.code };
  const append = (body: NewEvent) => got(appendEvent({ client, path, body }));

  const note = await append({
    kind: 'passport.noted',
    data: { severity: 'info', text: 'Frau N.' },
  });
  await got(
    erasePayload({ client, path: { ...path, position: note.position }, body: { reason: 'asked' } }),
  );
  await append({
    kind: 'passport.located',
    data: { place: 'Hall 3', country: 'DE' },
    access: ['owner'],
  });
  await append({ kind: 'passport.serviced', data: { work: 'Seal changed', hours: 1.5 } });
  await append({ kind: 'passport.inspected', data: { result: 'pass' } });
  const tested = await append({ kind: 'passport.tested', data: { test: 'Leak', result: 'fail' } });
  const corrects = { stream: press.stream, position: tested.position, leaf: tested.leafHash };
  await append({ kind: 'passport.corrected', data: { corrects, reason: 'it passed' } });
  const sha256 = 'ab'.repeat(32);
  await append({ kind: 'passport.measured', data: { quantity: 'Pressure', readings: 9, sha256 } });
  await append({
    kind: 'passport.flagged',
    data: { flag: 'RECALLED', raised: true, reason: 'valve' },
  });
  await got(changePassport({ client, path, body: { status: 'PROCURED', name: 'Press 1' } }));
  await got(replacePart({ client, path, body: { part: 'gearbox', installed: part.code } }));

  const file = new Blob(['Manual, page 1\n'], { type: 'text/plain' });
  const document = await got(attachDocument({ client, path, body: { file, access: 'owner' } }));
  await got(publishDocument({ client, path: { ...path, sha256: document.sha256 } }));
  const { position } = await got(publishPassport({ client, path }));
  await got(
    revokePublication({ client, path: { ...path, position }, body: { reason: 'too early' } }),
  );
  const { id: key } = await got(rotateIssuerKey({ client }));
  await got(revokeIssuerKey({ client, path: { key }, body: { reason: 'lost' } }));

  const offered = async () => {
    const offer = offerTransfer({ client, path: { id: old.code }, body: { to: 'BUY' } });
    return { id: (await got(offer)).id };
  };
  await got(withdrawTransfer({ client, path: await offered() }));
  await got(refuseTransfer({ client: buyer.client, path: await offered() }));
  await got(acceptTransfer({ client: buyer.client, path: await offered() }));
  await companyActs(api);
  await importMachines(api, 'MSF', null);
  await captured(api);
  await importedByJob(api);
}

/** What another system saw of a device: a change of status and a place. */
async function captured({ client, config }: TestApi): Promise<void> {
  const body = newPassportBody('4', { takenOver: { status: 'PACKAGED' } });
  const { code } = await got(createPassport({ client, body }));
  const event = {
    type: 'ObjectEvent',
    action: 'OBSERVE',
    eventTime: '2026-06-15T09:15:00+08:00',
    eventTimeZoneOffset: '+08:00',
    epcList: [`${config.PUBLIC_URL}/p/${code}`],
    bizStep: 'shipping',
    disposition: 'in_transit',
    bizLocation: { id: 'geo:47.5,8.25' },
  };
  const { response } = await captureEpcis({
    client,
    body: {
      '@context': ['https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld'],
      type: 'EPCISDocument',
      schemaVersion: '2.0',
      creationDate: '2026-06-15T09:15:00Z',
      epcisBody: { eventList: [event] },
    },
  });
  const captureID = response?.headers.get('location')?.split('/').at(-1) ?? '';
  const job = await answered(getCaptureJob({ client, path: { captureID } }));
  expect(job).toMatchObject({ success: true, captured: 1 });
}

/** Passports of a file, made by the worker itself. */
async function importedByJob({ client, test, database, clock }: TestApi): Promise<void> {
  const csv = 'manufacturer,model,serialNumber\nMedtec,Filler 3,J-1\nMedtec,Filler 3,J-2\n';
  const file = new File([csv], 'devices.csv', { type: 'text/csv' });
  const codes = { company: 'MED', productType: 'PF', origin: 'CN' };
  const { id } = await got(importPassports({ client, body: { file, ...codes } }));
  await migrateQueue(test.queueUrl);
  const queue = createQueue({ databaseUrl: test.queueUrl, onError: () => undefined });
  const logger = createLogger({ name: 'worker', level: 'silent' });
  await startImports({ database, queue, clock, logger });
  await vi.waitFor(
    async () => {
      const job = await got(getJob({ client, path: { id } }));
      expect(job).toMatchObject({ state: 'FINISHED', counts: { done: 2 } });
    },
    { timeout: 30_000 },
  );
  await queue.close();
}
