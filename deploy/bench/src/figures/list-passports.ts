import { z } from 'zod';

import type { Figure } from '../figure.ts';
import { below, seededRandom } from '../measure/random.ts';
import { median, quantile } from '../measure/statistics.ts';
import { startApiAlone } from '../stand/api-alone.ts';
import { fillPassports, SECONDS_APART, VALUES } from '../stand/many-passports.ts';

const PASSPORTS = 1_000_000;
/** Pages read one after the other from each place. */
const PAGES = 3;

const page = z.object({
  data: z.array(z.unknown()),
  meta: z.object({ nextCursor: z.string().nullable() }),
});

/** Pages of a company's list, filtered and searched, from anywhere in it, one reader after the other. */
export const listPassportsFigure: Figure = {
  name: 'list',
  about: 'a page of the list of 1,000,000 passports, by filter and cursor, at any depth',
  measure: async ({ quick, seed, say, stands }) => {
    const database = await stands.database();
    const passports = quick ? 20_000 : PASSPORTS;
    await fillPassports(database, passports, seed, say);
    const api = await startApiAlone(stands, database);
    const random = seededRandom(seed);
    const read = async (query: Record<string, string>) => {
      const began = performance.now();
      const response = await fetch(
        `${api.url}/api/v1/passports?${String(new URLSearchParams(query))}`,
        {
          headers: { authorization: `Bearer ${api.key}` },
        },
      );
      const text = await response.text();
      const ms = performance.now() - began;
      if (!response.ok) throw new Error(text);
      return { ms, next: page.parse(JSON.parse(text)).meta.nextCursor };
    };
    /** From a random place on: the first page, which also counts, and those behind its cursor. */
    const walk = async (filter: Record<string, string>): Promise<number[]> => {
      const until = new Date(
        Date.now() - random() * passports * SECONDS_APART * 1_000,
      ).toISOString();
      const times: number[] = [];
      let query: Record<string, string> = { ...filter, createdTo: until };
      for (let n = 0; n < PAGES; n += 1) {
        const { ms, next } = await read(query);
        times.push(ms);
        if (next === null) break;
        query = { ...query, cursor: next };
      }
      return times;
    };
    for (let n = 0; n < 20; n += 1) await walk(filterOf(random, false));
    const measured: Record<'filtered' | 'searched', number[]> = { filtered: [], searched: [] };
    const walks = quick ? 50 : 1_000;
    for (let n = 0; n < walks; n += 1) {
      measured.filtered.push(...(await walk(filterOf(random, false))));
      if (n % 4 === 0) measured.searched.push(...(await walk(filterOf(random, true))));
    }
    await api.stop();
    const row = (what: string, times: number[]) => ({
      what: `list page out of ${passports.toLocaleString('en-US')} passports, ${what}, p99`,
      measured: { value: quantile(times, 0.99), unit: 'ms' },
      must: { of: 'measured', at: 'most', value: 50 } as const,
      note: `${times.length} pages, each with up to three of the filters; median ${median(times).toFixed(1)} ms, longest ${Math.max(...times).toFixed(0)} ms`,
    });
    return [row('filter and cursor', measured.filtered), row('and words', measured.searched)];
  },
};

/** Up to three filters, each at a random value; with words to search for, or without. */
function filterOf(random: () => number, searched: boolean): Record<string, string> {
  const { q, ...fields } = VALUES;
  const names = Object.keys(fields) as (keyof typeof fields)[];
  const filter: Record<string, string> = {};
  for (let n = below(random, 4); n > 0; n -= 1) {
    const name = names[below(random, names.length)];
    if (name !== undefined) filter[name] = fields[name][below(random, fields[name].length)] ?? '';
  }
  if (searched) filter['q'] = q[below(random, q.length)] ?? '';
  return filter;
}
