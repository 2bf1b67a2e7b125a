import type { Tx } from '@luna/database';
import { validationError } from '../../../http/validation-error.ts';
import { createPassports, newPassport } from '../../passports/passports.public.ts';
import { lockJob, updateJob, type Job } from '../data/jobs.ts';
import {
  countRefused,
  readOpenRows,
  refuseRepeated,
  writeOutcomes,
  type OpenRow,
  type RowOutcome,
} from '../data/rows.ts';
import { isEnded, stateAfter } from '../rules/job.ts';
import { newPassportOf } from '../rules/new-passport-of.ts';
import { refusalOf } from '../rules/refusal.ts';

/** Rows of one transaction: it holds the sequences of their codes, so it is to be short. */
const AT_ONCE = 500;

/**
 * Takes an import one step further: finds devices that are in the file twice, or goes through the next
 * rows. Passports, what became of their rows and how far the job is are one transaction, so whoever goes
 * on after a crash does nothing twice. Tells whether there is more to do; false as well when another
 * worker is at it. Throws what is a fault of ours; then nothing is written.
 */
export async function advanceImport(
  tx: Tx,
  now: number,
  id: string,
  atOnce = AT_ONCE,
): Promise<boolean> {
  const job = await lockJob(tx, id, { wait: false });
  if (job === undefined) return false;
  const next = job.state === 'QUEUED' ? await begun(tx, job) : await handled(tx, job, now, atOnce);
  await updateJob(tx, next);
  return !isEnded(next.state);
}

async function begun(tx: Tx, job: Job): Promise<Job> {
  await refuseRepeated(tx, job.id, job.columns);
  return { ...job, state: stateAfter(job), refused: await countRefused(tx, job.id) };
}

async function handled(tx: Tx, job: Job, now: number, atOnce: number): Promise<Job> {
  const upTo = Math.min(job.handled + atOnce, job.total);
  const rows = await readOpenRows(tx, job.id, { after: job.handled, upTo });
  const outcomes = await judge(tx, job, now, rows);
  await writeOutcomes(tx, job.id, outcomes);
  const count = (name: string, of: readonly { outcome: string }[]) =>
    of.filter(({ outcome }) => outcome === name).length;
  const next = {
    ...job,
    handled: upTo,
    accepted: job.accepted + count('accepted', outcomes) - count('accepted', rows),
    done: job.done + count('done', outcomes),
    refused: job.refused + count('refused', outcomes),
  };
  if (upTo < job.total) return next;
  const state = stateAfter(next);
  return { ...next, state, handled: isEnded(state) ? upTo : 0 };
}

/**
 * What becomes of rows. Checking, they become passports that are taken back at once: nothing else would
 * judge them by the very rules by which they are created.
 */
async function judge(
  tx: Tx,
  job: Job,
  now: number,
  rows: readonly OpenRow[],
): Promise<RowOutcome[]> {
  const read = rows.map(({ fields }) => newPassport.safeParse(newPassportOf(fields, job.defaults)));
  const items = read.flatMap(({ data }) => (data === undefined ? [] : [data]));
  const isCheck = job.state === 'CHECKING';
  if (isCheck) await tx.execute('SAVEPOINT checked');
  const created = (await createPassports(tx, job, now, items)).values();
  if (isCheck) await tx.execute('ROLLBACK TO SAVEPOINT checked');
  return read.map(({ error }, at): RowOutcome => {
    const number = rows[at]?.number ?? 0;
    const outcome = error === undefined ? created.next().value : undefined;
    if (outcome?.done === true) {
      return isCheck
        ? { number, outcome: 'accepted' }
        : { number, outcome: 'done', passport: outcome.value.code };
    }
    const reason = error === undefined ? outcome?.error : validationError(error.issues);
    return { number, outcome: 'refused', refusal: refusalOf(reason, job.columns) };
  });
}
