import {
  EVIDENCE_LIMITS,
  EvidenceError,
  jsonRpcReader,
  parseEvidence,
  verifyEvidence,
} from '@luna/evidence';
import { parseCode, PassportError } from '@luna/passport';
import { download } from './download.ts';
import { fetchEvidence } from './fetch-evidence.ts';
import { parsePageConfig } from './page-config.ts';
import { CheckProblem } from './problem.ts';
import type { Checked, CheckMessage, CheckRequest } from './protocol.ts';

/** Nothing that configures a page is longer. */
const CONFIG_LIMIT = 1024 * 1024;
/** Milliseconds for one answer of a chain server; a phone's reader waits no longer. */
const CHAIN_PATIENCE = 8_000;

export type CheckTools = { request: typeof fetch; now: () => number };

/**
 * Fetches the evidence of a passport, or reads the reader's file, and checks it, telling `send` of every
 * step. Whatever happens ends in one `checked` or `problem`; it never throws.
 */
export async function runCheck(
  asked: CheckRequest,
  tools: CheckTools,
  send: (message: CheckMessage) => void,
): Promise<void> {
  try {
    send({ type: 'checked', checked: await check(asked, tools, send) });
  } catch (error) {
    const { code, detail } = asProblem(error);
    send({ type: 'problem', code, detail });
  }
}

async function check(
  { subject, origin }: CheckRequest,
  { request, now }: CheckTools,
  send: (message: CheckMessage) => void,
): Promise<Checked> {
  const code = typeof subject === 'string' ? subject : undefined;
  if (code !== undefined) readCode(code);
  send({ type: 'stage', stage: 'configuration' });
  const config = parsePageConfig(
    parseJson((await download(request, new URL('/config.json', origin).href, CONFIG_LIMIT)).bytes),
    origin,
  );
  send({ type: 'stage', stage: 'download' });
  const received = (bytes: number, total: number | null) => {
    send({ type: 'received', bytes, total });
  };
  const file =
    typeof subject === 'string'
      ? await fetchEvidence(request, config.apiUrl, subject, received)
      : await readFile(subject);
  send({ type: 'stage', stage: 'checks' });
  const { trust, rpcUrls } = config;
  const verification = await verifyEvidence(parseEvidence(file), {
    code,
    trust,
    chain: jsonRpcReader(rpcUrls, request, { timeout: CHAIN_PATIENCE }),
    now: now(),
    onCheck: (done) => {
      send({ type: 'check', check: done });
    },
  });
  return { verification, file, chainId: trust.chainId, rpcUrls };
}

async function readFile(file: File): Promise<Uint8Array<ArrayBuffer>> {
  if (file.size > EVIDENCE_LIMITS.file) {
    throw new CheckProblem('EVIDENCE_REFUSED', 'No evidence file is larger than 96 MiB.');
  }
  return new Uint8Array(await file.arrayBuffer());
}

function readCode(code: string): void {
  try {
    parseCode(code);
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    throw new CheckProblem(error.code === 'CODE_CHECK' ? 'CODE_MISTYPED' : 'CODE_MALFORMED');
  }
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw new CheckProblem('CONFIGURATION_UNUSABLE', '/config.json is not JSON.');
  }
}

function asProblem(error: unknown): CheckProblem {
  if (error instanceof CheckProblem) return error;
  if (error instanceof EvidenceError) {
    const configured = error.code === 'TRUST_INVALID';
    return new CheckProblem(
      configured ? 'CONFIGURATION_UNUSABLE' : 'EVIDENCE_REFUSED',
      error.message,
    );
  }
  return new CheckProblem('PAGE_BROKEN', error instanceof Error ? error.message : '');
}
