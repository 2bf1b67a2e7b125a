import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { MACHINES, writeFiles } from '../testing/write-files.ts';
import { holdsMachines, readMachines } from './machines.ts';

const OPTIONS = { company: 'MSF', productType: 'IP', origin: 'US' } as const;
const WHOLE = fileURLToPath(new URL('../../../../../shared/data/machines', import.meta.url));

describe('readMachines', () => {
  let files: ReturnType<typeof writeFiles>;
  afterEach(() => files.remove());
  const read = (changed: Record<string, string> = {}) => {
    files = writeFiles({ ...MACHINES, ...changed });
    return readMachines(files.folder, OPTIONS);
  };

  it('makes a passport of every machine, made in January of 2015 minus its age', () => {
    const { passports, problems } = read();
    expect(problems).toEqual([]);
    expect(passports.map(({ passport }) => passport)).toEqual([
      {
        ...OPTIONS,
        manufacturer: 'Microsoft Azure PdM',
        model: 'model3',
        serialNumber: '1',
        manufacturedAt: '1997-01',
        takenOver: {
          status: 'IN_SERVICE',
          previousHistory: 'Azure predictive-maintenance data set of 2014 and 2015',
        },
      },
      expect.objectContaining({ serialNumber: '2', manufacturedAt: '2015-01' }),
    ]);
  });

  it('puts events in the order they occurred; in one hour: error, failure, replacement', () => {
    const { events } = read();
    expect(
      events.map(({ device, event }) => [device, event.occurredAt, event.kind, event.data]),
    ).toEqual([
      [0, '2014-06-01T06:00:00.000Z', 'passport.part_replaced', { part: 'comp2' }],
      [
        1,
        '2015-01-03T07:00:00.000Z',
        'passport.noted',
        expect.objectContaining({ severity: 'error', topic: 'error2' }),
      ],
      [
        0,
        '2015-01-05T06:00:00.000Z',
        'passport.noted',
        expect.objectContaining({ severity: 'error', topic: 'error1' }),
      ],
      [
        0,
        '2015-01-05T06:00:00.000Z',
        'passport.noted',
        expect.objectContaining({ severity: 'failure', topic: 'comp4' }),
      ],
      [0, '2015-01-05T06:00:00.000Z', 'passport.part_replaced', { part: 'comp4' }],
    ]);
    expect(events.every(({ event }) => event.access?.join() === 'public')).toBe(true);
  });

  it('names bad rows by file, line and column, and reads the others', () => {
    const { events, passports, problems } = read({
      'PdM_machines.csv': 'machineID,model,age\n1,model3,18\n2,model4,old\n',
      'PdM_maint.csv':
        'datetime,machineID,comp\n2015-13-01 06:00:00,1,comp2\n2015-01-01 06:00:00,9,comp2\n2015-01-01 06:00:00,1,\n',
    });
    expect([passports.length, events.length]).toEqual([1, 2]);
    expect(problems.map(({ file, line, column }) => [file, line, column])).toEqual([
      ['PdM_machines.csv', 3, 'age'],
      ['PdM_errors.csv', 3, 'machineID'],
      ['PdM_maint.csv', 2, 'datetime'],
      ['PdM_maint.csv', 3, 'machineID'],
      ['PdM_maint.csv', 4, 'comp'],
    ]);
  });

  it('knows the data set by its machines', () => {
    files = writeFiles(MACHINES);
    expect(holdsMachines(files.folder)).toBe(true);
    expect(holdsMachines(`${files.folder}/none`)).toBe(false);
  });
});

describe.skipIf(!existsSync(WHOLE))('readMachines, needs ../shared/data', () => {
  it('reads 100 machines and 7,966 events, and finds nothing wrong', () => {
    const { passports, events, problems } = readMachines(WHOLE, OPTIONS);
    expect([passports.length, events.length, problems.length]).toEqual([100, 7966, 0]);
    const times = events.map(({ event }) => event.occurredAt ?? '');
    expect(times).toEqual([...times].sort());
    const count = (kind: string) => events.filter(({ event }) => event.kind === kind).length;
    expect([count('passport.part_replaced'), count('passport.noted')]).toEqual([3286, 4680]);
  });
});
