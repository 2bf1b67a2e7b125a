import { EVIDENCE_LIMITS } from '@luna/evidence';
import { parseStrictJson, RecordError, type JsonValue } from '@luna/record';
import * as z from 'zod/mini';
import { download, type OnReceived } from './download.ts';
import { CheckProblem, type ProblemCode } from './problem.ts';

const refusal = z.object({ code: z.string() });
const envelope = z.object({ statusCode: z.number(), data: z.json() });

/** What the api's codes mean to a reader; every other refusal is "busy". */
const PROBLEMS: Readonly<Record<string, ProblemCode>> = {
  CODE_SYNTAX: 'CODE_MALFORMED',
  CODE_CHECK: 'CODE_MISTYPED',
  NOT_ANCHORED_YET: 'NOT_ANCHORED_YET',
  PASSPORT_UNKNOWN: 'PASSPORT_UNKNOWN',
};

/** Fetches the evidence of a passport as the bytes of an evidence file, not yet looked at. */
export async function fetchEvidence(
  request: typeof fetch,
  apiUrl: string,
  code: string,
  onReceived: OnReceived,
): Promise<Uint8Array<ArrayBuffer>> {
  const path = `/api/v1/passports/${encodeURIComponent(code)}/evidence`;
  const url = new URL(path, apiUrl).href;
  const { status, bytes } = await download(request, url, EVIDENCE_LIMITS.file, onReceived);
  const value = readJson(bytes, status);
  if (status !== 200) throw new CheckProblem(problemOf(value, status), `HTTP ${status}`);
  // The api wraps every answer of its own; a mirror may serve the file as it is.
  const wrapped = envelope.safeParse(value);
  return new TextEncoder().encode(JSON.stringify(wrapped.success ? wrapped.data.data : value));
}

function problemOf(value: JsonValue | undefined, status: number): ProblemCode {
  const { code = '' } = refusal.safeParse(value).data ?? {};
  const fallback = status === 404 ? 'PASSPORT_UNKNOWN' : 'RECORDS_BUSY';
  return PROBLEMS[code] ?? fallback;
}

function readJson(bytes: Uint8Array, status: number): JsonValue | undefined {
  try {
    return parseStrictJson(bytes);
  } catch (error) {
    if (!(error instanceof RecordError)) throw error;
    if (status !== 200) return undefined;
    throw new CheckProblem('EVIDENCE_REFUSED', `Not strict JSON: ${error.message}.`);
  }
}
