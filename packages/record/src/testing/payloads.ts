import type { Envelope, Kind } from '../kinds.ts';

const HASH = 'ab'.repeat(32);
const ORG = '0198c1f2-0000-7000-8000-000000000001';
const OTHER = '0198c1f2-0000-7000-8000-000000000009';
const ref = { stream: HASH, position: 3, leaf: HASH };

/** An envelope around `data`, written by one organisation on one day. */
export function enveloped<Data>(data: Data) {
  return {
    v: 1 as const,
    org: ORG,
    actor: '0198c1f2-0000-7000-8000-000000000002',
    access: ['owner' as const, 'public' as const],
    occurredAt: '2026-01-15T08:30:00.000Z',
    data,
  };
}

/** One valid payload of every kind. */
export const examples: { [K in Kind]: Envelope<K> } = {
  'passport.created': enveloped({
    code: 'DP-MED-2601-PF-CN-000001-0A',
    manufacturer: '美德包装机械',
    model: 'PF-200',
    serialNumber: '1',
    productType: 'PF',
    origin: 'CN',
    manufacturedAt: '2026-01',
    company: 'MED',
    gtin: '09506000134352',
    giai: '9506000-1',
  }),
  'passport.taken_over': enveloped({ status: 'IN_SERVICE', previousHistory: 'paper, 1997 on' }),
  'passport.status_changed': enveloped({ from: 'CREATED', to: 'PROCURED' }),
  'passport.part_replaced': enveloped({
    part: 'comp2',
    parent: 'DP-MED-2601-PF-CN-000001-0A',
    installed: 'DP-MED-2601-IP-CN-000001-1B',
    work: 'scheduled',
  }),
  'passport.noted': enveloped({ severity: 'failure', text: 'comp4 failed', topic: 'comp4' }),
  'passport.amended': enveloped({
    changes: [
      { field: 'model', from: 'PF-200', to: 'PF-201' },
      { field: 'name', from: null, to: '灌装机' },
    ],
  }),
  'passport.located': enveloped({
    place: 'Hall 3',
    country: 'CN',
    latitude: 31.2,
    longitude: 121.5,
  }),
  'passport.transferred': enveloped({ from: ORG, to: OTHER, offeredBy: ORG, acceptedBy: OTHER }),
  'passport.serviced': enveloped({ work: 'oil changed', hours: 1.5 }),
  'passport.inspected': enveloped({ result: 'pass' }),
  'passport.tested': enveloped({ test: 'pressure', result: 'fail', report: '12.5 bar' }),
  'passport.measured': enveloped({ quantity: 'volt', readings: 24, sha256: HASH }),
  'passport.document_attached': enveloped({
    name: 'manual.pdf',
    mediaType: 'application/pdf',
    sha256: HASH,
    length: 1024,
  }),
  'passport.document_published': enveloped({ sha256: HASH, cid: 'bafkreihdwdcefgh' }),
  'passport.flagged': enveloped({ flag: 'RECALLED', raised: true, reason: 'valve 3' }),
  'passport.corrected': enveloped({ corrects: ref, reason: 'wrong part', data: { part: 'comp1' } }),
  'audit.acted': enveloped({
    act: 'session.started',
    subject: { type: 'account', id: ORG },
    from: { address: '192.0.2.7', agent: 'luna/0.1.0' },
    session: OTHER,
    details: { totp: true },
  }),
  'payload.erased': enveloped({ erases: ref, reason: 'asked by the person named in it' }),
};
