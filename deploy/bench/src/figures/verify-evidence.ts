import { performance } from 'node:perf_hooks';

import { encodeEvidence, parseEvidence, verifyEvidence } from '@luna/evidence';
import { makeCase } from '@luna/evidence/testing';

import type { Figure } from '../figure.ts';
import { median, quantile } from '../measure/statistics.ts';

const EVENTS = 200;

/** Reading and checking an evidence file; the chain answers at once, from memory. */
export const verifyEvidenceFigure: Figure = {
  name: 'evidence',
  about: 'verify evidence of 200 events, without the time of RPC',
  measure: async ({ quick }) => {
    const { evidence, trust, chain } = await makeCase({ length: EVENTS, others: 2_000 });
    const bytes = encodeEvidence(evidence);
    const times: number[] = [];
    for (let round = quick ? -10 : -30; round < (quick ? 10 : 100); round += 1) {
      const began = performance.now();
      const { verdict } = await verifyEvidence(parseEvidence(bytes), { trust, chain, now: 0 });
      const took = performance.now() - began;
      if (verdict !== 'VERIFIED') throw new Error(`the verdict is ${verdict}`);
      if (round >= 0) times.push(took);
    }
    return [
      {
        what: `verify evidence of ${EVENTS} events`,
        measured: { value: median(times), unit: 'ms' },
        must: { of: 'measured', at: 'most', value: 20 },
        note: `file of ${Math.round(bytes.length / 1024)} KiB; median of ${times.length}, p99 ${quantile(times, 0.99).toFixed(1)} ms`,
      },
    ];
  },
};
