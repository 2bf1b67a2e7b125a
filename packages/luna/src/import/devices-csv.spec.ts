import { afterEach, describe, expect, it } from 'vitest';
import { writeFiles } from '../testing/write-files.ts';
import { readDevicesCsv } from './devices-csv.ts';

describe('readDevicesCsv', () => {
  let files: ReturnType<typeof writeFiles>;
  afterEach(() => files.remove());
  const DEFAULTS = { company: 'MED', productType: 'PF', origin: 'CN' };
  const read = (content: string, defaults: Parameters<typeof readDevicesCsv>[1] = DEFAULTS) => {
    files = writeFiles({ 'devices.csv': content });
    return readDevicesCsv(files.path('devices.csv'), defaults);
  };

  it('takes columns by name, however they are written, and the rest from the options', () => {
    const { passports } = read(
      'Serial number,MANUFACTURER,model,manufactured_at,status,Previous-History,origin\n' +
        ' 7 ,Medtec,X1,2019-05,IN_SERVICE,bought used,DE\n8,Medtec,X1,,,,FR\n',
    );
    expect(passports).toEqual([
      {
        line: 2,
        passport: {
          ...DEFAULTS,
          origin: 'DE',
          manufacturer: 'Medtec',
          model: 'X1',
          serialNumber: '7',
          manufacturedAt: '2019-05',
          takenOver: { status: 'IN_SERVICE', previousHistory: 'bought used' },
        },
        columns: expect.objectContaining({
          serialNumber: 'Serial number',
          manufacturedAt: 'manufactured_at',
        }) as unknown,
      },
      expect.objectContaining({
        line: 3,
        passport: {
          ...DEFAULTS,
          origin: 'FR',
          manufacturer: 'Medtec',
          model: 'X1',
          serialNumber: '8',
        },
      }),
    ]);
  });

  it.each([
    ['a column that means nothing', 'manufacturer,model,serialNumber,colour\n', /colour/],
    ['no serial numbers', 'manufacturer,model\n', /serialNumber/],
  ])('refuses a file with %s', (_, content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  it('says which option stands in for a missing column', () => {
    expect(() => read('manufacturer,model,serialNumber\n', { company: 'MED' })).toThrow(/--type/);
  });

  it('names the second line that is about the same device', () => {
    const { passports, problems } = read('manufacturer,model,serialNumber\nA,x,1\nB,x,1\nA,y,1\n');
    expect(passports.map(({ line }) => line)).toEqual([2, 3]);
    expect(problems).toEqual([
      {
        file: 'devices.csv',
        line: 4,
        column: 'serialNumber',
        reason: 'is the device of line 2 again',
      },
    ]);
  });
});
