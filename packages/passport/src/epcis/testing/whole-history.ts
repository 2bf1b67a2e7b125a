import { BUYER, createdData, ORG, refTo, step, type Step } from '../../testing/history.ts';

const HASH = 'ab'.repeat(32);

/** One step of every kind of a passport's history; those before it are part of it. */
export const WHOLE_HISTORY: readonly Step[] = [
  step('passport.created', createdData),
  step('passport.taken_over', { status: 'IN_SERVICE', previousHistory: 'paper, 1997 on' }),
  step('passport.status_changed', { from: 'IN_SERVICE', to: 'MAINTENANCE' }),
  step('passport.part_replaced', { part: 'comp2', work: 'scheduled' }),
  step('passport.part_replaced', { part: 'DP-MED-2601-PF-CN-000001-0A' }),
  step('passport.noted', { severity: 'failure', text: 'comp4 failed', topic: 'comp4' }),
  step('passport.amended', {
    changes: [
      { field: 'model', from: 'PF-200', to: 'PF-201' },
      { field: 'name', from: null, to: '灌装机' },
    ],
  }),
  step('passport.located', { place: 'Hall 3', country: 'CN', latitude: 31.2, longitude: 121.5 }),
  step('passport.located', { place: 'Hall 3/B' }),
  step('passport.transferred', {
    from: ORG,
    to: BUYER,
    offeredBy: ORG,
    acceptedBy: BUYER,
    reference: 'PO 7',
  }),
  step('passport.serviced', { work: 'oil changed', hours: 1.5, order: 'SO-1' }),
  step('passport.inspected', { result: 'pass' }),
  step('passport.tested', { test: 'pressure', result: 'fail', report: '12.5 bar' }),
  step('passport.measured', { quantity: 'volt', readings: 24, sha256: HASH }),
  step('passport.document_attached', {
    name: 'manual.pdf',
    mediaType: 'application/pdf',
    sha256: HASH,
    length: 1024,
  }),
  step('passport.document_published', { sha256: HASH, cid: 'bafkreihdwdcefgh' }),
  step('passport.flagged', { flag: 'RECALLED', raised: true, reason: 'valve 3' }),
  step('passport.flagged', { flag: 'RECALLED', raised: false, reason: 'valve changed' }),
  step('passport.corrected', { corrects: refTo(12), reason: 'failed', data: { result: 'fail' } }),
  step('passport.corrected', { corrects: refTo(6), reason: 'another device' }),
  step('payload.erased', { erases: refTo(8), reason: 'asked by the person named in it' }),
];
