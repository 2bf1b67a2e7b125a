import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { livingPid, writePidFile } from './pid-file.ts';

describe('livingPid', () => {
  let folder: string;
  let file: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'luna-pid-'));
    file = join(folder, 'run/api.pid');
    writePidFile(file, process.pid);
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('finds a process that lives', () => {
    expect(livingPid(file)).toBe(process.pid);
  });

  it('does not take another process with the same pid for it', () => {
    const content = readFileSync(file, 'utf8').replace(/:(\d+)"/, ':1"');
    writeFileSync(file, content);
    expect(livingPid(file)).toBeUndefined();
  });

  it('finds nobody in a missing, torn or foreign file', () => {
    expect(livingPid(join(folder, 'none.pid'))).toBeUndefined();
    for (const content of ['', '{"pid": 1', '{"pid": -1, "start": ""}', '4711']) {
      writeFileSync(file, content);
      expect(livingPid(file)).toBeUndefined();
    }
  });
});
