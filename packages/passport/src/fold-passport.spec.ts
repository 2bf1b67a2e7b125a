import { KINDS } from '@luna/record';
import { describe, expect, test } from 'vitest';
import { foldPassport } from './fold-passport.ts';
import {
  bare,
  BUYER,
  createdData,
  historyOf,
  ORG,
  refTo,
  step,
  type Step,
} from './testing/history.ts';
import { refusal } from './testing/refusal.ts';

const HASH = 'cd'.repeat(32);
const document = step('passport.document_attached', {
  name: 'manual.pdf',
  mediaType: 'application/pdf',
  sha256: HASH,
  length: 9,
});
const note = step('passport.noted', { severity: 'info', text: 'seen' });
const recall = step('passport.flagged', { flag: 'RECALLED', raised: true, reason: 'valve' });
const sale = step('passport.transferred', {
  from: ORG,
  to: BUYER,
  offeredBy: ORG,
  acceptedBy: BUYER,
});
const takenOver = step('passport.taken_over', { status: 'IN_SERVICE' });

describe('foldPassport', () => {
  test('default', () => {
    expect(foldPassport(historyOf())).toEqual({
      code: 'DP-MED-2601-PF-CN-000001-0A',
      parts: { company: 'MED', month: '2601', productType: 'PF', origin: 'CN', sequence: 1 },
      manufacturer: 'MED',
      model: 'PF-200',
      serialNumber: '1',
      manufacturedAt: '2026-01',
      name: null,
      gtin: null,
      giai: null,
      status: 'CREATED',
      flags: [],
      owner: ORG,
      components: [],
      partOf: null,
      documents: [],
      corrected: [],
      erased: [],
      position: 1,
    });
  });

  test('behaviour: a life, step by step', () => {
    const state = foldPassport(
      historyOf(
        step('passport.status_changed', { from: 'CREATED', to: 'PROCURED' }),
        step('passport.status_changed', { from: 'PROCURED', to: 'IN_QC' }),
        step('passport.amended', { changes: [{ field: 'model', from: 'PF-200', to: 'PF-201' }] }),
        step('passport.amended', {
          changes: [
            { field: 'name', from: null, to: '灌装机' },
            { field: 'gtin', from: null, to: '09506000134352' },
            { field: 'giai', from: null, to: '9506000-1' },
          ],
        }),
        document,
        step('passport.document_published', { sha256: HASH, cid: 'bafkreihdwdcefgh' }),
        sale,
        recall,
        step('passport.flagged', { flag: 'MISSING', raised: true, reason: 'not in hall 3' }),
        step('passport.flagged', { flag: 'RECALLED', raised: false, reason: 'repaired' }),
      ),
    );
    expect(state).toMatchObject({
      status: 'IN_QC',
      model: 'PF-201',
      name: '灌装机',
      gtin: '09506000134352',
      giai: '9506000-1',
      owner: BUYER,
      flags: ['MISSING'],
      documents: [{ name: 'manual.pdf', sha256: HASH, cid: 'bafkreihdwdcefgh' }],
      position: 11,
    });
  });

  test('behaviour: a device taken over goes on from the status it came with', () => {
    const life = historyOf(
      takenOver,
      step('passport.status_changed', { from: 'IN_SERVICE', to: 'MAINTENANCE' }),
    );
    expect(foldPassport(life).status).toBe('MAINTENANCE');
  });

  test('behaviour: an erasable payload may be missing, and its erasure is remembered', () => {
    const undisclosed = step('passport.noted', null);
    const erasure = step('payload.erased', { erases: refTo(2), reason: 'asked for' });
    expect(foldPassport(historyOf(undisclosed, erasure))).toMatchObject({ erased: [2] });
    expect(foldPassport(historyOf(step('passport.located', null))).position).toBe(2);
  });

  test('behaviour: a correction is remembered once', () => {
    const correction = step('passport.corrected', { corrects: refTo(2), reason: 'wrong day' });
    expect(foldPassport(historyOf(note, correction, correction)).corrected).toEqual([2]);
  });

  test('behaviour: kinds that are only told leave the state as it was', () => {
    const told = historyOf(
      step('passport.part_replaced', { part: 'comp1' }),
      step('passport.serviced', { work: 'oil' }),
      step('passport.inspected', { result: 'pass' }),
      step('passport.tested', { test: 'pressure', result: 'pass' }),
      step('passport.measured', { quantity: 'volt', readings: 3, sha256: HASH }),
      step('passport.located', { place: 'Hall 3' }),
      note,
    );
    expect(foldPassport(told)).toEqual({ ...foldPassport(historyOf()), position: 8 });
  });

  test('behaviour: every other kind must be disclosed', () => {
    const withheld = ['passport.noted', 'passport.located', 'audit.acted'];
    const needed = KINDS.filter((kind) => !withheld.includes(kind));
    expect(needed).toHaveLength(15);
    for (const kind of needed) {
      expect(refusal(() => foldPassport(historyOf(step(kind, null))))).toMatchObject({
        code: 'PAYLOAD_MISSING',
        position: 2,
      });
    }
  });

  test('error: KIND_FOREIGN, disclosed or not', () => {
    for (const data of [null, { act: 'session.started', from: {} }]) {
      const foreign = historyOf(step('audit.acted', data));
      expect(refusal(() => foldPassport(foreign)).code).toBe('KIND_FOREIGN');
    }
  });

  const refused: [code: string, title: string, steps: Step[]][] = [
    ['CREATED_TWICE', 'created again', [step('passport.created', createdData)]],
    ['TAKEOVER_NOT_SECOND', 'taken over later', [note, takenOver]],
    [
      'STATUS_MISMATCH',
      'from a status it does not have',
      [step('passport.status_changed', { from: 'IN_SERVICE', to: 'MAINTENANCE' })],
    ],
    [
      'ILLEGAL_STATUS_EDGE',
      'a step the table does not have',
      [step('passport.status_changed', { from: 'CREATED', to: 'IN_SERVICE' })],
    ],
    [
      'REASON_REQUIRED',
      'retired without a reason',
      [step('passport.status_changed', { from: 'CREATED', to: 'RETIRED' })],
    ],
    [
      'AMENDED_VALUE_MISMATCH',
      'another old value',
      [step('passport.amended', { changes: [{ field: 'model', from: 'X', to: 'Y' }] })],
    ],
    ['OWNER_MISMATCH', 'sold twice', [sale, sale]],
    ['FLAG_UNCHANGED', 'raised twice', [recall, recall]],
    [
      'FLAG_UNCHANGED',
      'lowered before it was raised',
      [step('passport.flagged', { flag: 'STOLEN', raised: false, reason: 'found' })],
    ],
    [
      'DOCUMENT_UNKNOWN',
      'published before attached',
      [step('passport.document_published', { sha256: HASH, cid: 'bafkreihdwdcefgh' })],
    ],
    [
      'ERASURE_FORBIDDEN',
      'a passport fact erased',
      [step('payload.erased', { erases: refTo(1), reason: 'asked for' })],
    ],
    [
      'REFERENCE_UNKNOWN',
      'an erasure of a later event',
      [step('payload.erased', { erases: refTo(3), reason: 'asked for' }), note],
    ],
    [
      'REFERENCE_UNKNOWN',
      'a correction of another leaf',
      [note, step('passport.corrected', { corrects: { ...refTo(2), leaf: HASH }, reason: 'x' })],
    ],
    [
      'REFERENCE_UNKNOWN',
      'a correction in another stream',
      [note, step('passport.corrected', { corrects: { ...refTo(2), stream: HASH }, reason: 'x' })],
    ],
    [
      'REFERENCE_UNKNOWN',
      'a correction of itself',
      [step('passport.corrected', { corrects: refTo(2), reason: 'x' })],
    ],
  ];
  test.each(refused)('error: %s, %s', (code, _title, steps) => {
    const error = refusal(() => foldPassport(historyOf(...steps)));
    expect(error.code).toBe(code);
    expect(error.position).toBeGreaterThan(1);
    expect(error.message).toContain(`position ${error.position ?? 0}: `);
  });

  test.each([
    ['company', { company: 'MEX' }],
    ['product type', { productType: 'QI' }],
    ['origin', { origin: 'US' }],
    ['month', { manufacturedAt: '2025-12' }],
  ])('error: CODE_MISMATCH, %s', (_title, wrong) => {
    const created = step('passport.created', { ...createdData, ...wrong });
    expect(refusal(() => foldPassport(bare(created))).code).toBe('CODE_MISMATCH');
  });

  test('behaviour: a device of unknown age carries the month of its registration', () => {
    const { company, code, manufacturer, model, serialNumber, productType, origin } = createdData;
    const ageless = { company, code, manufacturer, model, serialNumber, productType, origin };
    expect(foldPassport(bare(step('passport.created', ageless))).manufacturedAt).toBeNull();
  });

  test('error: a history without beginning, with a gap, or of two devices', () => {
    const code = (events: Parameters<typeof foldPassport>[0]) =>
      refusal(() => foldPassport(events)).code;
    expect(code([])).toBe('HISTORY_EMPTY');
    expect(code(bare(note))).toBe('NOT_CREATED_FIRST');
    expect(code(bare(step('passport.created', null)))).toBe('PAYLOAD_MISSING');
    expect(code(historyOf(note).slice(1))).toBe('HISTORY_POSITION');
    expect(code(historyOf(note, note, note).filter((_, index) => index !== 2))).toBe(
      'HISTORY_POSITION',
    );
    const [first, second] = historyOf(note);
    if (first === undefined || second === undefined) return expect.unreachable('no events');
    const foreign = { ...second, ref: { ...second.ref, stream: HASH } };
    expect(code([first, foreign])).toBe('HISTORY_STREAM');
  });

  test('error: the code itself is checked', () => {
    const created = step('passport.created', {
      ...createdData,
      code: 'DP-MED-2601-PF-CN-000002-0A',
    });
    expect(refusal(() => foldPassport(bare(created))).code).toBe('CODE_CHECK');
  });
});
