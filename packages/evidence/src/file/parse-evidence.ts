import { parseStrictJson } from '@luna/record';
import * as z from 'zod/mini';
import { EvidenceError } from '../evidence-error.ts';
import { EVIDENCE_LIMITS, evidenceSchema, type Evidence } from './evidence-schema.ts';

const header = z.object({ format: z.unknown(), version: z.unknown() });

/**
 * Reads an evidence file. It refuses with an `EvidenceError` what it does not fully understand:
 * `EVIDENCE_TOO_LARGE`, `EVIDENCE_JSON` (not strict JSON), `EVIDENCE_FORMAT` (some other file),
 * `EVIDENCE_VERSION` (written by a newer Luna), `EVIDENCE_SCHEMA` (unknown field, wrong type, a size
 * beyond its bound; the message names the field).
 */
export function parseEvidence(bytes: Uint8Array): Evidence {
  if (bytes.length > EVIDENCE_LIMITS.file) {
    throw new EvidenceError(
      'EVIDENCE_TOO_LARGE',
      `An evidence file has at most ${EVIDENCE_LIMITS.file} bytes; this one has ${bytes.length}.`,
    );
  }
  const value = parseJson(bytes);
  const { format, version } = header.safeParse(value).data ?? {};
  if (format !== 'luna-evidence') {
    throw new EvidenceError('EVIDENCE_FORMAT', 'This is not an evidence file of Luna Passport.');
  }
  if (version !== 1) {
    throw new EvidenceError(
      'EVIDENCE_VERSION',
      'This evidence file has a version that this program does not know. Use a newer program.',
    );
  }
  const parsed = evidenceSchema.safeParse(value);
  if (!parsed.success) throw new EvidenceError('EVIDENCE_SCHEMA', explain(parsed.error));
  return parsed.data;
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    const reason = error instanceof Error ? error.message : 'unreadable';
    throw new EvidenceError('EVIDENCE_JSON', `The evidence file is not strict JSON: ${reason}.`, {
      cause: error,
    });
  }
}

/** Names the first field that is refused; never repeats its value, which may be anything. */
function explain(error: z.core.$ZodError): string {
  const issue = error.issues[0];
  const where = issue?.path.length ? issue.path.join('.') : 'the top level';
  if (issue?.code === 'unrecognized_keys') {
    return `The evidence file has an unknown field at ${where}: ${issue.keys.join(', ')}.`;
  }
  return `The evidence file is refused at ${where}: ${issue?.message || 'not as specified'}.`;
}
