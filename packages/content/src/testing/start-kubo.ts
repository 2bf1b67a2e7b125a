import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { findBinary } from '@luna/local/testing';

const run = promisify(execFile);

export type TestKubo = { url: string; stop(): Promise<void> };

/** Why the Kubo half of a test is skipped; stands in the test's name. */
export const KUBO_NEEDED = 'needs an ipfs binary (on PATH, or KUBO_BIN) or IPFS_API_URL';

const environment = process.env;

/** Whether {@link startKubo} can work here. */
export function hasKubo(): boolean {
  return (
    environment.IPFS_API_URL !== undefined || findBinary('ipfs', environment.KUBO_BIN) !== undefined
  );
}

/**
 * The node of IPFS_API_URL, or one of our own: private folder, no network, loopback, ports chosen
 * by the system.
 */
export async function startKubo(): Promise<TestKubo> {
  if (environment.IPFS_API_URL !== undefined) {
    return { url: environment.IPFS_API_URL, stop: () => Promise.resolve() };
  }
  const binary = findBinary('ipfs', environment.KUBO_BIN);
  if (binary === undefined) throw new Error(`This test ${KUBO_NEEDED}.`);
  const folder = await mkdtemp(join(tmpdir(), 'luna-kubo-'));
  const env = { ...environment, IPFS_PATH: join(folder, 'repo'), IPFS_TELEMETRY: 'off' };
  const anyPort = '/ip4/127.0.0.1/tcp/0';
  await run(binary, ['init', '--empty-repo'], { env });
  const addresses = JSON.stringify({ API: anyPort, Gateway: anyPort, Swarm: [] });
  await run(binary, ['config', '--json', 'Addresses', addresses], { env });
  await run(binary, ['config', '--json', 'AutoConf.Enabled', 'false'], { env });
  await run(binary, ['config', '--json', 'Bootstrap', '[]'], { env });
  const daemon = spawn(binary, ['daemon', '--offline'], { env });
  const stop = async () => {
    await end(daemon);
    await rm(folder, { recursive: true, force: true });
  };
  try {
    return { url: await apiUrl(daemon), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The port is known only from what the daemon prints, and is open when it says so. */
function apiUrl(daemon: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    let output = '';
    daemon.stdout?.on('data', (chunk: Buffer) => {
      output += chunk.toString();
      const port = /RPC API server listening on \/ip4\/127\.0\.0\.1\/tcp\/(\d+)/.exec(output)?.[1];
      if (port !== undefined && output.includes('Daemon is ready')) {
        resolve(`http://127.0.0.1:${port}`);
      }
    });
    daemon.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    daemon.once('exit', () => reject(new Error(`Kubo did not start: ${output}`)));
    daemon.once('error', reject);
  });
}

async function end(daemon: ChildProcess): Promise<void> {
  if (daemon.exitCode !== null || daemon.signalCode !== null) return;
  const gone = new Promise((resolve) => daemon.once('exit', resolve));
  daemon.kill('SIGTERM');
  await gone;
}
