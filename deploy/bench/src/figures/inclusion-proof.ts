import { performance } from 'node:perf_hooks';

import { connect, logEntries, logTiles } from '@luna/database';
import { hashLeaf, inclusionProof, rootOf, verifyInclusion } from '@luna/tlog';

import type { Figure } from '../figure.ts';
import { below, seededRandom } from '../measure/random.ts';
import { median, quantile } from '../measure/statistics.ts';

/** An inclusion proof of a random entry, from the tiles in Postgres, each checked against the root. */
export const inclusionProofFigure: Figure = {
  name: 'proof',
  about: 'inclusion proof from a log of 1,000,000 entries',
  measure: async (bench) => {
    const { database, size } = await bench.largeLog();
    const app = await connect({ url: database.appUrl, poolSize: 1 });
    const random = seededRandom(bench.seed);
    const root = await app.tx({}, (tx) => rootOf(logTiles(tx), size));
    const times: number[] = [];
    for (let round = -100; round < (bench.quick ? 200 : 3_000); round += 1) {
      const index = below(random, size);
      const began = performance.now();
      const proof = await app.tx({}, (tx) => inclusionProof(logTiles(tx), index, size));
      const took = performance.now() - began;
      const [entry] = await app.tx({}, (tx) => logEntries(tx, index, 1));
      const leaf = hashLeaf(entry ?? new Uint8Array());
      if (!verifyInclusion({ index, size, leaf, root, proof }))
        throw new Error(`no proof of ${index}`);
      if (round >= 0) times.push(took);
    }
    await app.close();
    return [
      {
        what: `inclusion proof from ${size.toLocaleString('en-US')} entries, p99`,
        measured: { value: quantile(times, 0.99), unit: 'ms' },
        must: { of: 'measured', at: 'most', value: 5 },
        note: `${times.length} random entries, one at a time, transaction included; median ${median(times).toFixed(2)} ms, slowest ${Math.max(...times).toFixed(1)} ms`,
      },
    ];
  },
};
