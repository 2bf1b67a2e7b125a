import { describe, expect, it } from 'vitest';

import { parseWakeData } from './wake-job.ts';

describe('parseWakeData', () => {
  it('takes the id and drops the rest', () => {
    expect(parseWakeData({ id: 'row', more: 1 })).toEqual({ id: 'row' });
  });

  it.each([[null], ['row'], [{}], [{ id: 1 }], [{ id: '' }], [{ id: 'x'.repeat(201) }]])(
    'error: %j',
    (data) => {
      expect(() => parseWakeData(data)).toThrow(expect.objectContaining({ code: 'WAKE_INVALID' }));
    },
  );
});
