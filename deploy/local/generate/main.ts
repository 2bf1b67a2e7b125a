import { readFile, writeFile } from 'node:fs/promises';

import { connect, guardListing } from '@luna/database';

import { createDatabase } from '../src/testing/create-database.ts';
import { startTestCluster } from '../src/testing/start-test-cluster.ts';

/**
 * Writes `packages/database/guards.txt`: the guards as the migrations make them in a fresh
 * database. With `--check` it only says whether the committed file is stale.
 */
const FILE = new URL('../../../packages/database/guards.txt', import.meta.url);

const cluster = await startTestCluster();
try {
  const { auditUrl } = await createDatabase(cluster);
  const database = await connect({ url: auditUrl, poolSize: 1 });
  const text = `${(await database.tx({}, (tx) => guardListing(tx))).join('\n')}\n`;
  await database.close();
  if (!process.argv.includes('--check')) await writeFile(FILE, text);
  else if ((await readFile(FILE, 'utf8')) !== text) {
    process.stdout.write('packages/database/guards.txt is stale\n');
    process.exitCode = 1;
  }
} finally {
  await cluster.stop();
}
