import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { createProgress } from './progress.ts';

it('createProgress writes a line now and then where there is no terminal', () => {
  const output = new PassThrough();
  const { show, end } = createProgress(output);
  show('events', 0, 10);
  show('events', 5, 10);
  show('events', 10, 10);
  show('events', 10, 10);
  show('anchored', 1, 2);
  end();
  expect(String(output.read())).toBe('events: 0 of 10\nevents: 10 of 10\nanchored: 1 of 2\n');
});
