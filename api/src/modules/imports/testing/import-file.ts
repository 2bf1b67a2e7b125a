import {
  getJob,
  importPassports,
  listJobRows,
  listPassports,
  type ApiClient,
  type ImportPassportsData,
  type Job,
  type JobRow,
} from '@luna/api-client';
import { expect } from 'vitest';
import { answered, got } from '../../../testing/client-results.ts';
import type { TestApi } from '../../../testing/test-api.ts';
import { unfinishedJobs } from '../data/jobs.ts';
import { advanceImport } from '../use/advance-import.ts';

type Asking = { client: ApiClient };
type Fields = Omit<ImportPassportsData['body'], 'file'>;

export const DEFAULTS: Fields = { company: 'MED', productType: 'PF', origin: 'CN' };
export const HEADER = 'manufacturer,model,serialNumber';

/** A CSV file of devices with these serial numbers. */
export function devices(...serialNumbers: (string | number)[]): string {
  return [HEADER, ...serialNumbers.map((serial) => `Medtec,Filler 3,${serial}`), ''].join('\n');
}

/** Sends a file as a form does. */
export function upload(
  { client }: Asking,
  file: string | Uint8Array,
  fields: Fields = DEFAULTS,
  { name = 'devices.csv', key }: { name?: string; key?: string } = {},
) {
  const bytes = typeof file === 'string' ? file : new Uint8Array(file);
  return importPassports({
    client,
    body: { ...fields, file: new File([bytes], name) },
    ...(key !== undefined && { headers: { 'Idempotency-Key': key } }),
  });
}

/** Uploads, and tells the id of the job that it started. */
export async function begun(...file: Parameters<typeof upload>): Promise<string> {
  const { statusCode, data } = await answered(upload(...file));
  expect(statusCode).toBe(202);
  return data.id;
}

/** What a worker does: steps of at most `atOnce` rows, `most` of them at the most. */
export async function work(api: TestApi, id: string, most = 1000, atOnce = 64): Promise<void> {
  const [job] = await api.database.tx({}, (tx) => unfinishedJobs(tx, id));
  if (job === undefined) return;
  for (let step = 0; step < most; step += 1) {
    const more = await api.database.tx(job, (tx) => advanceImport(tx, api.clock.now(), id, atOnce));
    if (!more) return;
  }
}

/** Uploads, works to the end, and tells the job and its rows. */
export async function imported(
  api: TestApi,
  file: string | Uint8Array,
  fields: Fields = DEFAULTS,
  name?: string,
) {
  const id = await begun(api, file, fields, name === undefined ? {} : { name });
  await work(api, id);
  return { id, job: await readJob(api, id), rows: await readRows(api, id) };
}

export function readJob({ client }: Asking, id: string): Promise<Job> {
  return got(getJob({ client, path: { id } }));
}

/** Every row, or those of one outcome, page by page. */
export async function readRows({ client }: Asking, id: string, outcome?: JobRow['outcome']) {
  const rows: JobRow[] = [];
  const after = (cursor: string) => {
    const query = { limit: 100, ...(cursor !== '' && { cursor }), ...(outcome && { outcome }) };
    return answered(listJobRows({ client, path: { id }, query }));
  };
  for (let cursor: string | null = ''; cursor !== null;) {
    const { data, meta } = await after(cursor);
    rows.push(...data);
    cursor = meta.nextCursor;
  }
  return rows;
}

export async function countPassports({ client }: Asking): Promise<number> {
  return (await answered(listPassports({ client, query: { limit: 1 } }))).meta.total;
}
