import { formatCode, ORIGINS, PRODUCT_TYPES, type ProductType } from '@luna/passport';
import { STATUSES, streamId } from '@luna/record';
import pg from 'pg';

import { below, seededRandom } from '../measure/random.ts';
import type { BenchDatabase } from './stands.ts';

const COMPANY = 'BCH';
const MONTHS = ['2601', '2602', '2603', '2604'] as const;
const TYPES = Object.keys(PRODUCT_TYPES) as ProductType[];
const COUNTRIES = [...ORIGINS].slice(0, 12);
const MANUFACTURERS = 40;
const MODELS = 300;
const FLAGS = ['RECALLED', 'STOLEN', 'MISSING'] as const;
/** Between one passport and the next; a million then spread over a year. */
export const SECONDS_APART = 30;
const AT_ONCE = 10_000;

/** Values that many passports have, and few. */
export const VALUES = {
  status: STATUSES,
  productType: TYPES,
  origin: COUNTRIES,
  company: [COMPANY],
  manufacturer: Array.from({ length: MANUFACTURERS }, (_, n) => `Maker ${n}`),
  model: Array.from({ length: MODELS }, (_, n) => `Filler ${n}`),
  flag: FLAGS,
  q: ['filler 17', 'maker 3', 'bch', '000123', 'filler 299 maker 7'],
} as const;

/** `count` passports of the operator, the newest created now. Rows only: no list reads a history. */
export async function fillPassports(
  database: BenchDatabase,
  count: number,
  seed: number,
  say: (text: string) => void,
): Promise<void> {
  const random = seededRandom(seed);
  const pick = <T>(from: readonly [T, ...T[]] | readonly T[]): T => {
    const value = from[below(random, from.length)];
    if (value === undefined) throw new RangeError('nothing to pick from');
    return value;
  };
  const sequences = new Map<string, number>();
  const client = new pg.Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query('SET transaction_timeout = 0; SET synchronous_commit = off');
    for (let from = 0; from < count; from += AT_ONCE) {
      const rows = Array.from({ length: Math.min(AT_ONCE, count - from) }, (_, i) => {
        const [month, productType, origin] = [pick(MONTHS), pick(TYPES), pick(COUNTRIES)];
        const group = `${month}${productType}${origin}`;
        const sequence = (sequences.get(group) ?? 0) + 1;
        sequences.set(group, sequence);
        const code = formatCode({ company: COMPANY, month, productType, origin, sequence });
        const stream = streamId(`passport:${code}`);
        // Like real ones: a few makers have most devices, most devices are in service.
        const common = random() < 0.8;
        return {
          ...{ code, productType, origin, serial: `${from + i}` },
          stream: Buffer.from(stream).toString('hex'),
          manufacturer: common ? 'Maker 3' : pick(VALUES.manufacturer),
          model: pick(VALUES.model),
          status: common ? 'IN_SERVICE' : pick(STATUSES),
          flags: random() < 0.001 ? [pick(FLAGS)] : [],
          age: (count - from - i) * SECONDS_APART,
        };
      });
      await client.query(
        `INSERT INTO passports.passport (id, org_id, code, stream, company, product_type, origin,
           manufacturer, model, serial_number, status, flags, position, created_at)
         SELECT uuidv7(make_interval(secs => -r.age)), o.id, r.code, decode(r.stream, 'hex'), $2,
           r."productType", r.origin, r.manufacturer, r.model, r.serial, r.status, r.flags, 1,
           now() - make_interval(secs => r.age)
         FROM organizations.organization o, jsonb_to_recordset($1) AS r (code text, stream text,
           "productType" text, origin text, manufacturer text, model text, serial text, status text,
           flags text[], age integer)
         WHERE o.operator`,
        [JSON.stringify(rows), COMPANY],
      );
      if ((from / AT_ONCE) % 10 === 9) say(`${(from + AT_ONCE).toLocaleString('en-US')} passports`);
    }
    await client.query('VACUUM ANALYZE passports.passport');
    await client.query('VACUUM ANALYZE passports.search');
  } finally {
    await client.end();
  }
}
