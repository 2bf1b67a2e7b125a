import * as z from 'zod/mini';
import type { Hex } from './chain/chain-reader.ts';
import { EvidenceError } from './evidence-error.ts';

/**
 * What a verifier believes before it reads any evidence. It is built into the program, or comes from
 * the reader's own trust file; never from the evidence.
 */
export type Trust = {
  chainId: number;
  /** The first PassportLog, lowercase; its successors are read from the chain. */
  passportLog: Hex;
  /** Origin line of the log's checkpoints. */
  origin: string;
  /** Verifier keys of the log (C2SP vkeys); one of them must have signed the checkpoint. */
  logKeys: readonly string[];
};

const trustSchema = z.object({
  chainId: z.number().check(z.int(), z.minimum(1)),
  passportLog: z.pipe(
    z.string().check(z.regex(/^0x[0-9a-fA-F]{40}$/, 'not an address')),
    z.transform((address): Hex => `0x${address.slice(2).toLowerCase()}`),
  ),
  origin: z.string().check(z.minLength(1), z.maxLength(255)),
  logKeys: z.array(z.string().check(z.minLength(1), z.maxLength(1024))).check(z.minLength(1)),
});

/** Reads the trust roots of a trust file or of `/config.json`; `TRUST_INVALID` names the field. */
export function parseTrust(value: unknown): Trust {
  const parsed = trustSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new EvidenceError(
    'TRUST_INVALID',
    `The trust roots are refused at ${issue?.path.join('.') || 'the top level'}: ${issue?.message ?? ''}.`,
  );
}
