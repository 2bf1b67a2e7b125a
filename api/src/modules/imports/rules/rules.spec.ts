import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { fieldsOf } from './columns.ts';
import { percent, stateAfter, type Progress } from './job.ts';
import { newPassportOf } from './new-passport-of.ts';
import { readImport } from './read-import.ts';
import { refusalOf } from './refusal.ts';

const job: Progress = {
  state: 'QUEUED',
  dryRun: false,
  allOrNothing: false,
  total: 10,
  handled: 0,
  refused: 0,
};

describe('stateAfter', () => {
  it.each<[string, Partial<Progress>, string]>([
    ['plain', {}, 'CREATING'],
    ['plain, created', { state: 'CREATING', refused: 3 }, 'FINISHED'],
    ['dry run', { dryRun: true }, 'CHECKING'],
    ['dry run, checked', { dryRun: true, state: 'CHECKING', refused: 3 }, 'FINISHED'],
    ['all or nothing', { allOrNothing: true }, 'CHECKING'],
    ['all or nothing, checked', { allOrNothing: true, state: 'CHECKING' }, 'CREATING'],
    ['the same, a row refused', { allOrNothing: true, state: 'CHECKING', refused: 1 }, 'REFUSED'],
    ['both, checked', { dryRun: true, allOrNothing: true, state: 'CHECKING' }, 'FINISHED'],
  ])('%s', (_, more, expected) => {
    expect(stateAfter({ ...job, ...more })).toBe(expected);
  });
});

describe('percent', () => {
  it.each<[Partial<Progress>, number]>([
    [{}, 0],
    [{ state: 'CREATING', handled: 5 }, 50],
    [{ state: 'CHECKING', dryRun: true, allOrNothing: true, handled: 5 }, 50],
    [{ state: 'CHECKING', allOrNothing: true, handled: 5 }, 25],
    [{ state: 'CREATING', allOrNothing: true, handled: 5 }, 75],
    [{ state: 'REFUSED', allOrNothing: true, handled: 10 }, 100],
    [{ state: 'CANCELLED', handled: 3 }, 30],
  ])('%j is %i', (more, expected) => {
    expect(percent({ ...job, ...more })).toBe(expected);
  });
});

describe('fieldsOf', () => {
  it('knows columns by their names, however they are written', () => {
    const header = ['Serial number', 'MODEL', 'manufacturer', 'product_type', 'previous-history'];
    expect(fieldsOf(header)).toEqual([
      'serialNumber',
      'model',
      'manufacturer',
      'productType',
      'previousHistory',
    ]);
  });
});

describe('newPassportOf', () => {
  it('prefers the row to the defaults, and nests what is about a take-over', () => {
    const fields = { model: 'M', origin: 'DE', status: 'IN_SERVICE', reason: 'used' };
    expect(newPassportOf(fields, { company: 'MED', origin: 'CN' })).toEqual({
      model: 'M',
      company: 'MED',
      origin: 'DE',
      takenOver: { status: 'IN_SERVICE', reason: 'used' },
    });
    expect(newPassportOf({ model: 'M' }, {})).toEqual({ model: 'M' });
  });
});

describe('refusalOf', () => {
  it('throws what is a fault of ours', () => {
    const fault = new TypeError('undefined is not a function');
    expect(() => refusalOf(fault, {})).toThrow(fault);
  });
});

describe('readImport', () => {
  it('holds of a large file only what it reads', async () => {
    let sent = 0;
    function* rows() {
      yield Buffer.from('manufacturer,model,serialNumber\n');
      for (; sent < 200_000; sent += 1) yield Buffer.from(`a,b,${sent}\n`);
    }
    const { rows: read } = await readImport(Readable.from(rows()));
    for await (const { line } of read) if (line === 100) break;
    expect(sent).toBeLessThan(20_000);
  });
});
