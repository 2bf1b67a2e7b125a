import { describe, expect, test } from 'vitest';
import { EvidenceError, type EvidenceErrorCode } from '../evidence-error.ts';
import { makeCase } from '../testing/index.ts';
import { buildEvidence, encodeEvidence } from './build-evidence.ts';
import { parseEvidence } from './parse-evidence.ts';

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const honest = await makeCase({ length: 4, pending: 1, withheld: [2] });
const text = new TextDecoder().decode(encodeEvidence(honest.evidence));

function refusal(bytes: Uint8Array): { code: EvidenceErrorCode; message: string } {
  try {
    parseEvidence(bytes);
  } catch (error) {
    if (error instanceof EvidenceError) return error;
    throw error;
  }
  return expect.fail('it was accepted');
}

describe('parseEvidence', () => {
  test('default: what was written is read', () => {
    expect(parseEvidence(bytesOf(text))).toEqual(honest.evidence);
  });

  test('default: spaces do not matter', () => {
    const pretty = JSON.stringify(honest.evidence, null, 2);
    expect(parseEvidence(bytesOf(pretty))).toEqual(honest.evidence);
  });

  const change = (from: string, to: string): Uint8Array => {
    expect(text).toContain(from);
    return bytesOf(text.replace(from, to));
  };

  test.each<[string, EvidenceErrorCode, () => Uint8Array]>([
    ['text that is not JSON', 'EVIDENCE_JSON', () => bytesOf('{')],
    ['invalid UTF-8', 'EVIDENCE_JSON', () => Uint8Array.of(0x22, 0xff, 0x22)],
    ['a key given twice', 'EVIDENCE_JSON', () => change('"version":1', '"version":1,"version":1')],
    ['another kind of file', 'EVIDENCE_FORMAT', () => bytesOf('{"format":"something"}')],
    ['a list', 'EVIDENCE_FORMAT', () => bytesOf('[]')],
    ['a newer version', 'EVIDENCE_VERSION', () => change('"version":1', '"version":2')],
    ['an unknown field', 'EVIDENCE_SCHEMA', () => change('"version":1', '"version":1,"trust":{}')],
    ['an unknown field of an entry', 'EVIDENCE_SCHEMA', () => change('{"entry"', '{"x":1,"entry"')],
    ['an unknown field of the anchor', 'EVIDENCE_SCHEMA', () => change('"tx":', '"rpc":"x","tx":')],
    ['a missing field', 'EVIDENCE_SCHEMA', () => change(',"documents":[]', '')],
    ['uppercase hex', 'EVIDENCE_SCHEMA', () => change('"root":"0x', '"root":"0X')],
    ['a position that is no integer', 'EVIDENCE_SCHEMA', () => change('"index":3', '"index":3.5')],
    [
      'a size beyond 2^53',
      'EVIDENCE_SCHEMA',
      () => change('"index":3', '"index":9007199254740993'),
    ],
    [
      'no entries',
      'EVIDENCE_SCHEMA',
      () => bytesOf(JSON.stringify({ ...honest.evidence, entries: [] })),
    ],
  ])('error: %s', (_, code, make) => {
    expect(refusal(make()).code).toBe(code);
  });

  test('error: a payload without its salt', () => {
    const entries = honest.evidence.entries.map(({ entry, payload }) => ({ entry, payload }));
    const { code } = refusal(bytesOf(JSON.stringify({ ...honest.evidence, entries })));
    expect(code).toBe('EVIDENCE_SCHEMA');
  });

  test('error: base64 in a second spelling', () => {
    const manifest = honest.evidence.manifest.replace(/=*$/, '').slice(0, -1);
    const { code } = refusal(bytesOf(JSON.stringify({ ...honest.evidence, manifest })));
    expect(code).toBe('EVIDENCE_SCHEMA');
  });

  test('error: the message names the field and never repeats what stood there', () => {
    const secret = 'x'.repeat(64);
    const { message } = refusal(change('"root":"0x', `"root":"${secret}`));
    expect(message).toContain('anchor.root');
    expect(message).not.toContain(secret);
  });

  test('error: a file beyond the size limit is not even read', () => {
    const { code } = refusal(new Uint8Array(96 * 1024 * 1024 + 1));
    expect(code).toBe('EVIDENCE_TOO_LARGE');
  });
});

describe('buildEvidence', () => {
  test('default: pending entries stand apart, and only when there are any', async () => {
    expect(honest.evidence.entries).toHaveLength(3);
    expect(honest.evidence.pending).toHaveLength(1);
    expect((await makeCase()).evidence).not.toHaveProperty('pending');
  });

  test('behaviour: addresses and transactions are written in lowercase', () => {
    const contract = `0x${'AB'.repeat(20)}`;
    const { anchor } = buildEvidence({
      ...honest.parts,
      anchor: { ...honest.parts.anchor, contract },
    });
    expect(anchor.contract).toBe(contract.toLowerCase());
  });

  test('error: parts that do not fit', () => {
    const parts = { ...honest.parts, entries: [{ entry: new Uint8Array(145) }] };
    expect(() => buildEvidence(parts)).toThrow(
      expect.objectContaining({ name: 'EvidenceError', code: 'EVIDENCE_SCHEMA' }),
    );
  });
});
