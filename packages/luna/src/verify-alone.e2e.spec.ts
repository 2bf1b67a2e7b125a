import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import {
  pidFile,
  STOP_ORDER,
  type ChildName,
} from '../../../deploy/local/src/process/leftovers.ts';
import { livingPid } from '../../../deploy/local/src/process/pid-file.ts';
import {
  freePorts,
  runStack,
  type StackPorts,
  type StackRun,
} from '../../../deploy/local/src/testing/run-stack.ts';
import { makeStubRoot, repository } from '../../../deploy/local/src/testing/stub-root.ts';
import { runLuna } from './testing/run-luna.ts';
import { writeFiles } from './testing/write-files.ts';

/** The first device of the company, month, type and origin. */
const CODE = 'DP-MED-2601-PF-CN-000001-0A';

let root: string;
let home: string;
let ports: StackPorts;
let stack: StackRun;
let files: ReturnType<typeof writeFiles>;
beforeAll(async () => {
  // Everything that `npm start` starts, with the real api and indexer, but without the page.
  root = makeStubRoot();
  for (const role of ['api', 'indexer']) {
    cpSync(join(repository, role, 'src'), join(root, role, 'src'), { recursive: true });
  }
  home = mkdtempSync(join(tmpdir(), 'luna-home-'));
  ports = await freePorts();
  const device = 'manufacturer,model,serialNumber,manufacturedAt\nAcme,M1,17,2026-01\n';
  files = writeFiles({ 'devices.csv': device });
  stack = runStack(root, { LUNA_HOME: home, ANCHOR_INTERVAL: '1', ...ports });
  await stack.until(/Luna Passport is ready/);
});
afterAll(async () => {
  stack.kill('SIGKILL');
  await stack.ended;
  await kill(STOP_ORDER);
  files.remove();
  for (const folder of [root, home]) rmSync(folder, { recursive: true, force: true });
});

const luna = (...args: string[]) => runLuna(args, { LUNA_HOME: home });
const done = async (...args: string[]) => {
  const { code, err } = await luna(...args);
  expect(code, err).toBe(0);
};

/** Ends parts of the stack with SIGKILL and waits until they are gone. */
async function kill(names: readonly ChildName[]): Promise<void> {
  for (const name of names) {
    const file = pidFile(join(home, 'run'), name);
    const pid = livingPid(file);
    if (pid === undefined) continue;
    process.kill(pid, 'SIGKILL');
    await vi.waitUntil(() => livingPid(file) === undefined);
  }
}

test('a file verifies while nothing of ours runs but the chain, and not without the chain', async () => {
  const plate = ['--company', 'MED', '--type', 'PF', '--origin', 'CN'];
  await done('import', files.path('devices.csv'), ...plate);
  const file = files.path('device.json');
  await done('evidence', CODE, '-o', file);

  // First what would end the rest in order.
  stack.kill('SIGKILL');
  await stack.ended;
  await kill(['indexer', 'api', 'postgres']);
  for (const port of [ports.API_PORT, ports.WEB_PORT, ports.POSTGRES_PORT]) {
    await expect(fetch(`http://127.0.0.1:${port}/`)).rejects.toThrow();
  }

  const rpc = `http://127.0.0.1:${ports.CHAIN_PORT}`;
  const verified = await luna('verify', file, '--rpc', rpc);
  expect(verified).toMatchObject({ code: 0, err: '' });
  expect(verified.out).toContain(CODE);
  expect(verified.out).toMatch(/✓ inclusion .*✓ anchor .*\nVERIFIED: /s);

  await kill(['chain']);
  const alone = await luna('verify', file, '--rpc', rpc);
  expect(alone).toMatchObject({ code: 1, err: '' });
  expect(alone.out).toMatch(/✓ inclusion .*– anchor .*not checked.*\nCANNOT CHECK NOW: /s);
});
