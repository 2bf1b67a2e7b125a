import { encodeEvidence, type Evidence } from '@luna/evidence';
import { codeOf, makeCase, type Case } from '@luna/evidence/testing';
import { describe, expect, test } from 'vitest';
import type { ProblemCode } from './problem.ts';
import type { CheckMessage, Subject } from './protocol.ts';
import { runCheck } from './run-check.ts';

const ORIGIN = 'https://page.example';
const NOW = 1_700_000_100_000;

type Answer = Response | 'no answer';
type World = { config?: Answer; evidence?: Answer };

const wrap = (data: Evidence): Response =>
  Response.json({ statusCode: 200, data, message: 'Success' });
const error = (status: number, code: string): Response =>
  Response.json({ statusCode: status, code, message: '', errors: [] }, { status });

/** Runs the check against answers given by address; the chain itself is never reached. */
async function run(honest: Case, world: World = {}, subject: Subject = honest.code) {
  const asked: string[] = [];
  const request: typeof fetch = (url) => {
    const address = typeof url === 'string' ? url : '';
    asked.push(address);
    const answers: Readonly<Record<string, Answer>> = {
      [`${ORIGIN}/config.json`]:
        world.config ??
        Response.json({ trust: honest.trust, rpcUrls: ['/rpc'], ipfsGateways: [], apiUrl: ORIGIN }),
      [`${ORIGIN}/api/v1/passports/${typeof subject === 'string' ? subject : ''}/evidence`]:
        world.evidence ?? wrap(honest.evidence),
    };
    const answer = answers[address] ?? 'no answer';
    return answer === 'no answer'
      ? Promise.reject(new TypeError('fetch failed'))
      : Promise.resolve(answer);
  };
  const messages: CheckMessage[] = [];
  await runCheck({ subject, origin: ORIGIN }, { request, now: () => NOW }, (message) => {
    messages.push(message);
  });
  return { messages, asked, last: messages.at(-1) };
}

describe('runCheck', () => {
  test('default: checks what the api gave, and ends with one result', async () => {
    const honest = await makeCase();
    const { messages, asked, last } = await run(honest);
    expect(messages.filter(({ type }) => type === 'stage')).toEqual([
      { type: 'stage', stage: 'configuration' },
      { type: 'stage', stage: 'download' },
      { type: 'stage', stage: 'checks' },
    ]);
    expect(messages.filter(({ type }) => type === 'check')).toHaveLength(8);
    expect(messages.some(({ type }) => type === 'received')).toBe(true);
    // There is no chain here, so nothing is proven, and nothing is called wrong.
    expect(last).toMatchObject({
      type: 'checked',
      checked: {
        chainId: 31337,
        rpcUrls: [`${ORIGIN}/rpc`],
        verification: { verdict: 'CANNOT_CHECK_NOW', checkedAt: NOW },
      },
    });
    expect(asked).toContain(`${ORIGIN}/rpc`);
  });

  test('behaviour: the file to download is the file that was checked, out of its envelope', async () => {
    const honest = await makeCase();
    for (const evidence of [wrap(honest.evidence), Response.json(honest.evidence)]) {
      const { last } = await run(honest, { evidence });
      if (last?.type !== 'checked') throw new Error('no result');
      expect(last.checked.file).toEqual(encodeEvidence(honest.evidence));
    }
  });

  test('behaviour: evidence of another passport than the one asked for is a mismatch', async () => {
    const { last } = await run(await makeCase(), {}, codeOf(2));
    expect(last).toMatchObject({ checked: { verification: { verdict: 'MISMATCH' } } });
  });

  describe('of a file', () => {
    const fileOf = (...parts: BlobPart[]) => new File(parts, 'machine.json');

    test('asks the chain and nobody else, and is about whatever passport it names', async () => {
      const honest = await makeCase();
      const { last, asked } = await run(
        honest,
        {},
        fileOf(Buffer.from(encodeEvidence(honest.evidence))),
      );
      expect(last).toMatchObject({
        checked: { file: encodeEvidence(honest.evidence), verification: { code: honest.code } },
      });
      expect(new Set(asked)).toEqual(new Set([`${ORIGIN}/config.json`, `${ORIGIN}/rpc`]));
    });

    test.each([
      ['no JSON', fileOf('hello')],
      ['something else', fileOf('{"format":"pdf"}')],
      ['nothing', fileOf('')],
      ['more than any evidence', fileOf(new Uint8Array(96 * 1024 * 1024 + 1))],
    ])('refuses %s', async (_, file) => {
      const { last } = await run(await makeCase(), {}, file);
      expect(last).toMatchObject({ type: 'problem', code: 'EVIDENCE_REFUSED' });
    });
  });

  test('behaviour: a malformed code asks nobody', async () => {
    for (const [code, problem] of [
      ['HELLO', 'CODE_MALFORMED'],
      ['DP-MSF-0601-IP-US-000002-1B', 'CODE_MISTYPED'],
    ] as const) {
      const { last, asked } = await run(await makeCase(), {}, code);
      expect(last).toMatchObject({ type: 'problem', code: problem });
      expect(asked).toEqual([]);
    }
  });

  test.each<[string, ProblemCode, (honest: Case) => World]>([
    [
      'an unknown passport',
      'PASSPORT_UNKNOWN',
      () => ({ evidence: error(404, 'PASSPORT_UNKNOWN') }),
    ],
    [
      'any other 404',
      'PASSPORT_UNKNOWN',
      () => ({ evidence: new Response('<h1>nothing</h1>', { status: 404 }) }),
    ],
    ['no anchor yet', 'NOT_ANCHORED_YET', () => ({ evidence: error(409, 'NOT_ANCHORED_YET') })],
    ['a code the api refuses', 'CODE_MISTYPED', () => ({ evidence: error(400, 'CODE_CHECK') })],
    ['an api that is down', 'RECORDS_UNREACHABLE', () => ({ evidence: 'no answer' })],
    [
      'a database that is down',
      'RECORDS_BUSY',
      () => ({ evidence: error(503, 'DATABASE_UNAVAILABLE') }),
    ],
    [
      'too many requests',
      'RECORDS_BUSY',
      () => ({ evidence: new Response('slow', { status: 429 }) }),
    ],
    ['no configuration', 'RECORDS_UNREACHABLE', () => ({ config: 'no answer' })],
    [
      'a configuration without trust',
      'CONFIGURATION_UNUSABLE',
      () => ({ config: Response.json({}) }),
    ],
    [
      'a page for a configuration',
      'CONFIGURATION_UNUSABLE',
      () => ({ config: new Response('<p>') }),
    ],
    [
      'trust roots with a broken key',
      'CONFIGURATION_UNUSABLE',
      ({ trust }) => ({
        config: Response.json({
          trust: { ...trust, logKeys: ['x+y+z'] },
          rpcUrls: [],
          apiUrl: '/',
        }),
      }),
    ],
    ['a page for evidence', 'EVIDENCE_REFUSED', () => ({ evidence: new Response('<html>') })],
    [
      'something else for evidence',
      'EVIDENCE_REFUSED',
      () => ({ evidence: Response.json({ a: 1 }) }),
    ],
    [
      'evidence with an unknown field',
      'EVIDENCE_REFUSED',
      ({ evidence }) => ({ evidence: Response.json({ ...evidence, trust: 'me' }) }),
    ],
    [
      'evidence with a key twice',
      'EVIDENCE_REFUSED',
      () => ({ evidence: new Response('{"format":"luna-evidence","format":"luna-evidence"}') }),
    ],
  ])('error: %s', async (_, code, world) => {
    const honest = await makeCase();
    const { last, messages } = await run(honest, world(honest));
    expect(last).toMatchObject({ type: 'problem', code });
    expect(messages.filter(({ type }) => type === 'checked')).toEqual([]);
  });
});
