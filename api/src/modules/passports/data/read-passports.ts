import type { Tx } from '@luna/database';
import { PASSPORT_COLUMNS, passportRow, type Passport } from './passport-row.ts';
import { splitRefs } from './passport-ref.ts';

/** The passport of a code or UUID, whoever asks: its plate is public. */
export async function readPassport(tx: Tx, ref: string): Promise<Passport | undefined> {
  const { codes, ids } = splitRefs([ref]);
  return tx.row(
    passportRow,
    `SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p
     WHERE p.code = ANY ($1) OR p.id = ANY ($2::uuid[])`,
    [codes, ids],
  );
}

/** Passports of the transaction's organisation, by each code and each UUID that names one. */
export async function passportsByRef(
  tx: Tx,
  refs: readonly string[],
): Promise<ReadonlyMap<string, Passport>> {
  const { codes, ids } = splitRefs(refs);
  const found = await tx.rows(
    passportRow,
    // Found by what names it and only then asked whose it is: never looked for among all of a company's.
    `SELECT ${PASSPORT_COLUMNS} FROM passports.public_passport p
     WHERE (p.code = ANY ($1) OR p.id = ANY ($2::uuid[])) AND passports.part_in(p.stream) = 'owner'`,
    [codes, ids],
  );
  return new Map(
    found.flatMap((passport) => [
      [passport.code, passport],
      [passport.id, passport],
    ]),
  );
}
