import { foldPassport } from '@luna/passport';
import {
  checkPayload,
  CODEC,
  encodeEntry,
  encodePayload,
  readEvent,
  type Envelope,
  type Kind,
  type RecordedEvent,
} from '@luna/record';
import { describe, expect, it } from 'vitest';
import { publicSide } from './public-side.ts';

const CODE = 'DP-MED-2601-PF-CN-000001-0A';
const PART = 'DP-MED-2601-IP-CN-000001-3C';
const SHA256 = 'ab'.repeat(32);
const CID = 'bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy';

type Step = (position: number) => RecordedEvent;

function step<K extends Kind>(kind: K, data: Envelope<K>['data'], access = 'public'): Step {
  const uuid = '0198c1f2-0000-7000-8000-000000000001';
  const occurredAt = '2026-01-15T08:30:00.000Z';
  const envelope = { v: 1, org: uuid, actor: uuid, access: [access], occurredAt, data };
  const payload = encodePayload(kind, checkPayload(kind, envelope));
  return (position) =>
    readEvent(
      encodeEntry({
        version: 1,
        codec: CODEC.json,
        kind,
        stream: new Uint8Array(32),
        position,
        recordedAt: position,
        previous: new Uint8Array(32).fill(position === 1 ? 0 : 1),
        commitment: new Uint8Array(32),
      }),
      payload,
    );
}

const created = step('passport.created', {
  code: CODE,
  manufacturer: 'MED',
  model: 'PF-200',
  serialNumber: '1',
  productType: 'PF',
  origin: 'CN',
  company: 'MED',
});
const install = (access?: string) =>
  step('passport.part_replaced', { part: 'gearbox', parent: CODE, installed: PART }, access);
const remove = (access?: string) =>
  step('passport.part_replaced', { part: 'gearbox', parent: CODE, removed: PART }, access);
const file = { name: 'manual.pdf', mediaType: 'application/pdf', sha256: SHA256, length: 9 };
const attach = (data: { cid?: string }, access?: string) =>
  step('passport.document_attached', { ...file, ...data }, access);
const publish = (access?: string) =>
  step('passport.document_published', { sha256: SHA256, cid: CID }, access);

function shown(...steps: Step[]) {
  const history = [created, ...steps].map((make, index) => make(index + 1));
  const { passport, components } = publicSide(foldPassport(history), history);
  return {
    components: components.map(({ code }) => code),
    documents: passport.documents.map(({ name }) => name),
  };
}

describe('publicSide', () => {
  it.each<[what: string, steps: Step[], codes: string[]]>([
    ['installed for all to see', [install()], [PART]],
    ['installed for the owner', [install('owner')], []],
    ['installed openly again', [install('owner'), remove('owner'), install()], [PART]],
    ['installed for the owner again', [install(), remove(), install('owner')], []],
    ['removed for the owner', [install(), remove('owner')], []],
  ])('components: %s', (_, steps, codes) => {
    expect(shown(...steps).components).toEqual(codes);
  });

  it.each<[what: string, steps: Step[], names: string[]]>([
    ['attached with a CID for all to see', [attach({ cid: CID })], ['manual.pdf']],
    ['attached with a CID for the owner', [attach({ cid: CID }, 'owner')], []],
    ['published', [attach({}, 'owner'), publish()], ['manual.pdf']],
    ['published for the owner', [attach({}), publish('owner')], []],
    ['without a CID', [attach({})], []],
  ])('documents: %s', (_, steps, names) => {
    expect(shown(...steps).documents).toEqual(names);
  });
});
