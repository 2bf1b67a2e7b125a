import { createPassports, getPassport, type NewPassport, type Refusal } from '@luna/api-client';
import { call } from '../api/call.ts';
import { contentKey } from './content-key.ts';
import { batches, type Importer } from './importer.ts';
import type { PlannedPassport, Problem } from './plan.ts';

/**
 * What became of a planned passport. `fresh` is false for one that was there before; in a dry run the
 * code of a fresh one is only the next that would be given out.
 */
export type SentPassport =
  { code: string; fresh: boolean; position: number } | { problems: Problem[] };

export type SendOptions = { dryRun: boolean; allOrNothing: boolean };

/**
 * Creates passports. A device that already has one and is described alike is taken as it is, so that
 * a file can be sent again; one that is described otherwise is a problem.
 */
export async function sendPassports(
  importer: Importer,
  file: string,
  planned: readonly PlannedPassport[],
  options: SendOptions,
): Promise<SentPassport[]> {
  const { client, url, onProgress } = importer;
  const sent: SentPassport[] = [];
  for (const batch of batches(planned)) {
    const items = batch.map(({ passport }) => ({
      ...passport,
      key: contentKey('passport', passport, 0),
    }));
    const body = { items, ...options };
    const result = await call(url, createPassports({ client, body }));
    for (const [at, { outcome, receipt, error }] of result.items.entries()) {
      const plan = batch[at];
      if (plan === undefined) break;
      sent.push(
        receipt === null
          ? await judge(importer, file, plan, error)
          : { code: receipt.code, fresh: outcome === 'done', position: receipt.position },
      );
    }
    onProgress('passports', sent.length, planned.length);
  }
  return sent;
}

async function judge(
  { client, url }: Importer,
  file: string,
  { line, passport, columns }: PlannedPassport,
  error: Refusal | null,
): Promise<SentPassport> {
  const code = error?.code === 'DEVICE_EXISTS' ? error.details?.['code'] : undefined;
  if (typeof code === 'string') {
    const existing = await call(url, getPassport({ client, path: { id: code } }));
    const differs = differences(passport, existing);
    if (differs.length === 0) return { code, fresh: false, position: existing.position };
    return {
      problems: differs.map(({ field, was }) => ({
        file,
        line,
        column: columns[field] ?? '',
        reason: `the device has passport ${code}, which says ${was ?? 'nothing'} here`,
      })),
    };
  }
  const fields = error?.errors.length
    ? error.errors
    : [{ field: '', message: error?.message ?? '' }];
  return {
    problems: fields.map(({ field, message }) => ({
      file,
      line,
      column: columns[field.replace(/^takenOver\./, '')] ?? field,
      reason: message,
    })),
  };
}

const COMPARED = ['company', 'productType', 'origin', 'model', 'manufacturedAt', 'name'] as const;
type Compared = (typeof COMPARED)[number];

function differences(planned: NewPassport, existing: Record<Compared, string | null>) {
  return COMPARED.flatMap((field) => {
    const was = existing[field];
    return (planned[field] ?? null) === was ? [] : [{ field, was }];
  });
}
