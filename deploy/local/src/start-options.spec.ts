import { describe, expect, it } from 'vitest';

import { parseStartOptions } from './start-options.ts';

describe('parseStartOptions', () => {
  it('knows --dev and --help', () => {
    expect(parseStartOptions([])).toEqual({ dev: false, help: false });
    expect(parseStartOptions(['--dev', '-h'])).toEqual({ dev: true, help: true });
  });

  it('error: anything else is refused together with the help', () => {
    expect(() => parseStartOptions(['--prod'])).toThrow(/--prod[^]*Usage: npm start/);
    expect(() => parseStartOptions(['now'])).toThrow(/Usage: npm start/);
  });
});
