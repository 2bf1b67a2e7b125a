import { expect, test } from 'vitest';
import { codeOfPath } from './code-of-path.ts';

test.each([
  ['/p/DP-MSF-0601-IP-US-000001-1B', 'DP-MSF-0601-IP-US-000001-1B'],
  ['/p/dp-msf-0601-ip-us-000001-1b/', 'DP-MSF-0601-IP-US-000001-1B'],
  ['/p/%20DP%20', 'DP'],
  ['/p/%', '%'],
  ['/p/', ''],
  ['/', ''],
  ['/p/a/b', ''],
])('%s names %j', (path, code) => {
  expect(codeOfPath(path)).toBe(code);
});
