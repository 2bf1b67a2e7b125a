import { writeFile } from 'node:fs/promises';
import { createDatabase, startTestCluster } from '@luna/local/testing';
import { connect, guardListing } from '../src/index.ts';

/** Writes `guards.txt`: the guards as the migrations make them in a fresh database. */
export async function generateGuards(): Promise<void> {
  const cluster = await startTestCluster();
  try {
    const { auditUrl } = await createDatabase(cluster);
    const database = await connect({ url: auditUrl, poolSize: 1 });
    const lines = await database.tx({}, (tx) => guardListing(tx));
    await database.close();
    await writeFile(new URL('../guards.txt', import.meta.url), `${lines.join('\n')}\n`);
  } finally {
    await cluster.stop();
  }
}
