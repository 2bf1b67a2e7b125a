import { describe, expect, test } from 'vitest';
import { foldPassport } from './fold-passport.ts';
import { createdData, historyOf, step } from './testing/history.ts';
import { refusal } from './testing/refusal.ts';

const DEVICE = createdData.code;
const GEARBOX = 'DP-MED-2601-IP-CN-000001-1B';
const SPARE = 'DP-MED-2601-IP-CN-000002-0D';
type Exchange = { parent?: string; removed?: string; installed?: string };
const exchange = (data: Exchange) => step('passport.part_replaced', { part: 'gearbox', ...data });
const fold = (...exchanges: Exchange[]) => foldPassport(historyOf(...exchanges.map(exchange)));

describe('replacePart', () => {
  test('default: in the stream of the device', () => {
    const state = fold(
      { parent: DEVICE, installed: GEARBOX },
      { parent: DEVICE, removed: GEARBOX, installed: SPARE },
    );
    expect(state).toMatchObject({ components: [{ part: 'gearbox', code: SPARE }], partOf: null });
    expect(fold({ parent: DEVICE, installed: SPARE }, { parent: DEVICE, removed: SPARE })).toEqual({
      ...fold(),
      position: 3,
    });
  });

  test('default: in the stream of a part', () => {
    const into = { parent: GEARBOX, installed: DEVICE };
    expect(fold(into)).toMatchObject({
      components: [],
      partOf: { part: 'gearbox', code: GEARBOX },
    });
    expect(fold(into, { parent: GEARBOX, removed: DEVICE, installed: SPARE }).partOf).toBeNull();
    const moved = fold(into, { parent: GEARBOX, removed: DEVICE }, { ...into, parent: SPARE });
    expect(moved.partOf?.code).toBe(SPARE);
  });

  test('behaviour: a part without a passport changes nothing', () => {
    expect(fold({}, { parent: DEVICE })).toEqual({ ...fold(), position: 3 });
  });

  test.each<[code: string, title: string, exchanges: Exchange[]]>([
    ['COMPONENT_UNKNOWN', 'what is not in it is removed', [{ parent: DEVICE, removed: GEARBOX }]],
    ['COMPONENT_UNKNOWN', 'it leaves what it was not in', [{ parent: GEARBOX, removed: DEVICE }]],
    [
      'COMPONENT_UNKNOWN',
      'it leaves another device than it is in',
      [
        { parent: GEARBOX, installed: DEVICE },
        { parent: SPARE, removed: DEVICE },
      ],
    ],
    [
      'COMPONENT_INSTALLED',
      'a part is installed twice',
      [
        { parent: DEVICE, installed: GEARBOX },
        { parent: DEVICE, installed: GEARBOX },
      ],
    ],
    [
      'COMPONENT_INSTALLED',
      'it sits in two devices',
      [
        { parent: GEARBOX, installed: DEVICE },
        { parent: SPARE, installed: DEVICE },
      ],
    ],
    [
      'COMPONENT_INSTALLED',
      'a part takes its own place',
      [{ parent: DEVICE, removed: GEARBOX, installed: GEARBOX }],
    ],
    ['COMPONENT_CYCLE', 'a device in itself', [{ parent: DEVICE, installed: DEVICE }]],
    ['COMPONENT_CYCLE', 'a device out of itself', [{ parent: DEVICE, removed: DEVICE }]],
    ['COMPONENT_FOREIGN', 'another device altogether', [{ parent: GEARBOX, installed: SPARE }]],
    ['COMPONENT_FOREIGN', 'another device without parts', [{ parent: GEARBOX }]],
    ['COMPONENT_FOREIGN', 'no word of the device', [{ installed: GEARBOX }]],
    ['COMPONENT_FOREIGN', 'no word of the device it leaves', [{ removed: DEVICE }]],
  ])('error: %s, %s', (code, _title, exchanges) => {
    expect(refusal(() => fold(...exchanges))).toMatchObject({
      code,
      position: exchanges.length + 1,
    });
  });
});
