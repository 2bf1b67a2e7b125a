import { EvidenceError, jsonRpcReader, parseEvidence, verifyEvidence } from '@luna/evidence';
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
 * Fetches the evidence of a passport and checks it, telling `send` of every step. Whatever happens
 * ends in one `checked` or `problem`; it never throws.
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
  { code, origin }: CheckRequest,
  { request, now }: CheckTools,
  send: (message: CheckMessage) => void,
): Promise<Checked> {
  readCode(code);
  send({ type: 'stage', stage: 'configuration' });
  const config = parsePageConfig(
    parseJson((await download(request, new URL('/config.json', origin).href, CONFIG_LIMIT)).bytes),
    origin,
  );
  send({ type: 'stage', stage: 'download' });
  const file = await fetchEvidence(request, config.apiUrl, code, (bytes, total) => {
    send({ type: 'received', bytes, total });
  });
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
