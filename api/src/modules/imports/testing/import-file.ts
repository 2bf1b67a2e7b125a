import { expect } from 'vitest';
import { dataOf, listOf } from '../../../testing/bodies.ts';
import type { Answer, TestApi } from '../../../testing/test-api.ts';
import { advanceImport } from '../use/advance-import.ts';
import { unfinishedJobs } from '../data/jobs.ts';

type Sender = Pick<TestApi, 'send'>;
type Fields = Readonly<Record<string, string>>;

export const DEFAULTS: Fields = { company: 'MED', productType: 'PF', origin: 'CN' };
export const HEADER = 'manufacturer,model,serialNumber';

/** A CSV file of devices with these serial numbers. */
export function devices(...serialNumbers: (string | number)[]): string {
  return [HEADER, ...serialNumbers.map((serial) => `Medtec,Filler 3,${serial}`), ''].join('\n');
}

/** Sends a file as a form does. */
export async function upload(
  { send }: Sender,
  file: string | Uint8Array,
  fields: Fields = DEFAULTS,
  { name = 'devices.csv', key }: { name?: string; key?: string } = {},
): Promise<Answer> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) form.append(field, value);
  const bytes = typeof file === 'string' ? Buffer.from(file) : file;
  form.append('file', new File([new Uint8Array(bytes)], name));
  const request = new Request('http://x', { method: 'POST', body: form });
  return send({
    method: 'POST',
    url: '/api/v1/passports/imports',
    bytes: new Uint8Array(await request.arrayBuffer()),
    headers: {
      'content-type': request.headers.get('content-type') ?? '',
      ...(key === undefined ? {} : { 'idempotency-key': key }),
    },
  });
}

/** The id of the job that an upload started. */
export function jobOf(answer: Answer): string {
  expect(answer).toMatchObject({ status: 202 });
  return String(dataOf(answer)['id']);
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
  const id = jobOf(await upload(api, file, fields, name === undefined ? {} : { name }));
  await work(api, id);
  return { id, job: await readJob(api, id), rows: await readRows(api, id) };
}

export async function readJob({ send }: Sender, id: string) {
  return dataOf(await send({ url: `/api/v1/jobs/${id}` }));
}

/** Every row, or those of one outcome, page by page. */
export async function readRows({ send }: Sender, id: string, outcome?: string) {
  const rows = [];
  for (let cursor: string | null = ''; cursor !== null;) {
    const query = new URLSearchParams({
      limit: '100',
      ...(cursor === '' ? {} : { cursor }),
      ...(outcome === undefined ? {} : { outcome }),
    });
    const page = listOf(await send({ url: `/api/v1/jobs/${id}/rows?${query}` }));
    rows.push(...page.data);
    cursor = page.meta.nextCursor;
  }
  return rows;
}

export async function countPassports({ send }: Sender): Promise<number> {
  return listOf(await send({ url: '/api/v1/passports?limit=1' })).meta.total;
}
