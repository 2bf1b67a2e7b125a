import {
  createSigner,
  formatCheckpoint,
  hashLeaf,
  inclusionProof,
  rootOf,
  signNote,
} from '@luna/tlog';
import { MemoryTiles } from '@luna/tlog/testing';
import { describe, expect, test } from 'vitest';
import { CHECK_NAMES, type CheckName, type Finding } from './checks/check.ts';
import { toBase64 } from './file/base64.ts';
import type { Evidence } from './file/evidence-schema.ts';
import type { Verdict } from './report/verdict.ts';
import {
  codeOf,
  LOG_SEED,
  makeCase,
  ORIGIN,
  SUCCESSOR,
  type Case,
  type CaseOptions,
} from './testing/index.ts';
import { flipBase64, flipHex, withItem, withParts } from './testing/tamper.ts';
import { verifyEvidence } from './verify-evidence.ts';

const NOW = 1_700_000_100_000;
const DOCUMENT = {
  bytes: new TextEncoder().encode('operating manual'),
  name: 'manual.txt',
  mediaType: 'text/plain',
};
const OPTIONS: CaseOptions = { length: 8, document: DOCUMENT };

/** Offsets in an entry (docs/spec/entry.md). */
const AT = {
  version: 0,
  codec: 1,
  kind: 2,
  stream: 34,
  position: 73,
  recorded: 81,
  previous: 82,
  commitment: 114,
};

const entry = (evidence: Evidence, place: number, offset: number): Evidence =>
  withParts(evidence, {
    entries: withItem(evidence.entries, place - 1, (item) => ({
      ...item,
      entry: flipHex(item.entry, offset),
    })),
  });
const payload = (evidence: Evidence, place: number, change: (text: string) => string): Evidence =>
  withParts(evidence, {
    entries: withItem(evidence.entries, place - 1, (item) => ({
      ...item,
      payload: change(item.payload ?? ''),
    })),
  });
const without = (evidence: Evidence, place: number): Evidence =>
  withParts(evidence, { entries: evidence.entries.filter((_, at) => at !== place - 1) });
const anchor = (evidence: Evidence, change: Partial<Evidence['anchor']>): Evidence =>
  withParts(evidence, { anchor: { ...evidence.anchor, ...change } });
const document = (
  evidence: Evidence,
  change: (item: Evidence['documents'][number]) => Evidence['documents'][number],
): Evidence => withParts(evidence, { documents: withItem(evidence.documents, 0, change) });
const noteBy = async (name: string, seed: number, size: number, root: Uint8Array) =>
  signNote(formatCheckpoint({ origin: name, size, root }), [
    await createSigner(name, new Uint8Array(32).fill(seed)),
  ]);

type Tampering = {
  what: string;
  fails: CheckName;
  code: Finding;
  verdict?: Verdict;
  change: (honest: Case) => Evidence | Promise<Evidence>;
};

const TAMPERINGS: readonly Tampering[] = [
  // Entries: the newest is vouched for by the inclusion proof, every other by the one after it.
  ...Object.entries(AT).flatMap(([field, offset]): Tampering[] => [
    {
      what: `the ${field} of the first entry`,
      fails: 'history',
      code: 'HISTORY_LINK_BROKEN',
      change: ({ evidence }) => entry(evidence, 1, offset),
    },
    {
      what: `the ${field} of an entry in the middle`,
      fails: 'history',
      code: 'HISTORY_LINK_BROKEN',
      change: ({ evidence }) => entry(evidence, 4, offset),
    },
    {
      what: `the ${field} of the newest entry`,
      fails: 'inclusion',
      code: 'INCLUSION_NOT_PROVEN',
      change: ({ evidence }) => entry(evidence, 8, offset),
    },
  ]),
  {
    what: 'the first entry left out',
    fails: 'history',
    code: 'HISTORY_POSITION_MISSING',
    change: ({ evidence }) => without(evidence, 1),
  },
  {
    what: 'an entry in the middle left out',
    fails: 'history',
    code: 'HISTORY_POSITION_MISSING',
    change: ({ evidence }) => without(evidence, 5),
  },
  {
    what: 'the newest entry left out',
    fails: 'inclusion',
    code: 'INCLUSION_NOT_PROVEN',
    change: ({ evidence }) => without(evidence, 8),
  },
  {
    what: 'an entry given twice',
    fails: 'history',
    code: 'HISTORY_LINK_BROKEN',
    change: ({ evidence }) =>
      withParts(evidence, {
        entries: evidence.entries.toSpliced(3, 0, ...evidence.entries.slice(3, 4)),
      }),
  },
  {
    what: 'two entries exchanged',
    fails: 'history',
    code: 'HISTORY_LINK_BROKEN',
    change: ({ evidence }) => {
      const [third, fourth] = evidence.entries.slice(2, 4);
      const entries = evidence.entries.toSpliced(
        2,
        2,
        ...[fourth, third].filter((item) => item !== undefined),
      );
      return withParts(evidence, { entries });
    },
  },
  // Payloads.
  ...[1, 2, 4, 8].flatMap((place): Tampering[] => [
    {
      what: `a byte of the payload at position ${place}`,
      fails: 'payloads',
      code: 'PAYLOAD_MISMATCH',
      change: ({ evidence }) => payload(evidence, place, (text) => flipBase64(text, 30)),
    },
    {
      what: `the salt at position ${place}`,
      fails: 'payloads',
      code: 'PAYLOAD_MISMATCH',
      change: ({ evidence }) =>
        withParts(evidence, {
          entries: withItem(evidence.entries, place - 1, (item) => ({
            ...item,
            salt: flipHex(item.salt ?? '', 31),
          })),
        }),
    },
  ]),
  {
    what: 'the serial number on the plate',
    fails: 'payloads',
    code: 'PAYLOAD_MISMATCH',
    change: ({ evidence }) =>
      payload(evidence, 1, (text) => btoa(atob(text).replace('"M-1"', '"M-2"'))),
  },
  {
    what: 'the document named by an event',
    fails: 'payloads',
    code: 'PAYLOAD_MISMATCH',
    change: ({ evidence }) =>
      payload(evidence, 3, (text) => btoa(atob(text).replace('manual.txt', 'letter.txt'))),
  },
  // Inclusion.
  {
    what: 'a hash of the inclusion proof',
    fails: 'inclusion',
    code: 'INCLUSION_NOT_PROVEN',
    change: ({ evidence }) =>
      withParts(evidence, {
        inclusion: {
          ...evidence.inclusion,
          proof: withItem(evidence.inclusion.proof, 0, (hash) => flipHex(hash, 0)),
        },
      }),
  },
  ...(['index', 'size'] as const).flatMap((field) =>
    [-1, 1].map((by): Tampering => ({
      what: `${field} of the inclusion proof by ${by}`,
      fails: 'inclusion',
      code: 'INCLUSION_NOT_PROVEN',
      change: ({ evidence }) =>
        withParts(evidence, {
          inclusion: { ...evidence.inclusion, [field]: evidence.inclusion[field] + by },
        }),
    })),
  ),
  // Checkpoint.
  {
    what: 'the root in the checkpoint',
    fails: 'checkpoint',
    code: 'CHECKPOINT_SIGNATURE_WRONG',
    change: ({ evidence }) => {
      const [origin = '', size = '', root = '', ...rest] = evidence.checkpoint.split('\n');
      const checkpoint = [origin, size, flipBase64(root, 5), ...rest].join('\n');
      return withParts(evidence, { checkpoint });
    },
  },
  {
    what: 'the size in the checkpoint',
    fails: 'checkpoint',
    code: 'CHECKPOINT_SIGNATURE_WRONG',
    change: ({ evidence }) =>
      withParts(evidence, {
        checkpoint: evidence.checkpoint.replace(`\n${evidence.anchor.size}\n`, '\n99\n'),
      }),
  },
  {
    what: 'the signature of the checkpoint',
    fails: 'checkpoint',
    code: 'CHECKPOINT_SIGNATURE_WRONG',
    change: ({ evidence }) => {
      const signature = evidence.checkpoint.trimEnd().split(' ').at(-1) ?? '';
      return withParts(evidence, {
        checkpoint: evidence.checkpoint.replace(signature, flipBase64(signature, 40)),
      });
    },
  },
  {
    what: 'a checkpoint of the same tree signed with a key of their own',
    fails: 'checkpoint',
    code: 'CHECKPOINT_KEY_NOT_PINNED',
    change: async ({ evidence, parts }) =>
      withParts(evidence, {
        checkpoint: await noteBy(ORIGIN, 66, parts.anchor.size, parts.anchor.root),
      }),
  },
  {
    what: 'a checkpoint of the same tree by another log',
    fails: 'checkpoint',
    code: 'CHECKPOINT_OTHER_ORIGIN',
    change: async ({ evidence, parts }) =>
      withParts(evidence, {
        checkpoint: await noteBy('log.example/other', 7, parts.anchor.size, parts.anchor.root),
      }),
  },
  {
    what: 'the checkpoint of another log with its own key',
    fails: 'checkpoint',
    code: 'CHECKPOINT_OTHER_ORIGIN',
    change: async ({ evidence }) =>
      withParts(evidence, {
        checkpoint: await noteBy('evil.example/log', 66, 5, hashLeaf(new Uint8Array(3))),
      }),
  },
  {
    what: 'an honest checkpoint of another size of the same log',
    fails: 'checkpoint',
    code: 'CHECKPOINT_OTHER_ROOT',
    change: async ({ evidence, leaves }) => {
      const root = await rootOf(MemoryTiles.of(leaves), leaves.length - 1);
      const signer = await createSigner(ORIGIN, LOG_SEED);
      const text = formatCheckpoint({ origin: ORIGIN, size: leaves.length - 1, root });
      return withParts(evidence, { checkpoint: await signNote(text, [signer]) });
    },
  },
  {
    what: 'something that is no checkpoint',
    fails: 'checkpoint',
    code: 'CHECKPOINT_UNREADABLE',
    change: ({ evidence }) => withParts(evidence, { checkpoint: 'trust me' }),
  },
  // Anchor.
  {
    what: 'a contract of their own',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_CONTRACT',
    change: ({ evidence, chain }) => {
      chain.contracts.set(SUCCESSOR, { anchors: [] });
      return anchor(evidence, { contract: SUCCESSOR });
    },
  },
  {
    what: 'a chain of their own',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_CHAIN',
    change: ({ evidence }) => anchor(evidence, { chainId: 1337 }),
  },
  {
    what: 'the anchored root',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_ROOT',
    change: ({ evidence }) => anchor(evidence, { root: flipHex(evidence.anchor.root, 9) }),
  },
  {
    what: 'the anchored size',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_ROOT',
    change: ({ evidence }) => anchor(evidence, { size: evidence.anchor.size + 1 }),
  },
  {
    what: 'the number of the anchor',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_VALUES',
    change: ({ evidence }) => anchor(evidence, { index: evidence.anchor.index + 1 }),
  },
  ...[-3600, 3600].map((by): Tampering => ({
    what: `the time of the anchor by ${by} s`,
    fails: 'anchor',
    code: 'ANCHOR_OTHER_TIME',
    change: ({ evidence }) => anchor(evidence, { time: evidence.anchor.time + by }),
  })),
  {
    what: 'the transaction',
    fails: 'anchor',
    code: 'ANCHOR_NOT_IN_TRANSACTION',
    change: ({ evidence }) => anchor(evidence, { tx: flipHex(evidence.anchor.tx, 31) }),
  },
  {
    what: 'the manifest',
    fails: 'anchor',
    code: 'ANCHOR_OTHER_MANIFEST',
    change: ({ evidence }) => withParts(evidence, { manifest: flipBase64(evidence.manifest, 2) }),
  },
  // Code.
  {
    what: 'device A renamed to B',
    fails: 'code',
    code: 'CODE_OTHER_STREAM',
    change: ({ evidence }) => withParts(evidence, { code: codeOf(2) }),
  },
  {
    what: 'a mistyped code',
    fails: 'code',
    code: 'CODE_MALFORMED',
    change: ({ evidence }) =>
      withParts(evidence, { code: evidence.code.replace('000001', '000010') }),
  },
  // Documents.
  {
    what: 'a byte of a document',
    fails: 'documents',
    code: 'DOCUMENT_MISMATCH',
    change: ({ evidence }) =>
      document(evidence, (item) => ({ ...item, bytes: flipBase64(item.bytes, 4) })),
  },
  {
    what: 'the SHA-256 given for a document',
    fails: 'documents',
    code: 'DOCUMENT_MISMATCH',
    change: ({ evidence }) =>
      document(evidence, (item) => ({ ...item, sha256: flipHex(item.sha256, 4) })),
  },
  {
    what: 'the media type of a document',
    fails: 'documents',
    code: 'DOCUMENT_MISMATCH',
    change: ({ evidence }) => document(evidence, (item) => ({ ...item, mediaType: 'text/html' })),
  },
  {
    what: 'a document smuggled in',
    fails: 'documents',
    code: 'DOCUMENT_NOT_NAMED',
    change: ({ evidence }) =>
      withParts(evidence, {
        documents: [
          ...evidence.documents,
          {
            sha256: '2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824',
            mediaType: 'text/plain',
            bytes: toBase64(new TextEncoder().encode('hello')),
          },
        ],
      }),
  },
];

async function statuses(evidence: Evidence, { trust, chain }: Case) {
  const { checks, verdict } = await verifyEvidence(evidence, { trust, chain, now: NOW });
  return { verdict, checks, outcome: checks.map(({ name, status }) => `${name} ${status}`) };
}

describe('tampering', () => {
  test('the honest file passes, so that a failure below is due to the change', async () => {
    const honest = await makeCase(OPTIONS);
    const { verdict, checks } = await statuses(honest.evidence, honest);
    expect(verdict).toBe('VERIFIED');
    expect(checks.every(({ status }) => status === 'pass')).toBe(true);
  });

  test.each(TAMPERINGS.map((tampering) => [tampering.what, tampering] as const))(
    '%s fails one check and no other',
    async (_, { change, fails, code, verdict = 'MISMATCH' }) => {
      const honest = await makeCase(OPTIONS);
      const result = await statuses(await change(honest), honest);
      const expected = CHECK_NAMES.map((name) => `${name} ${name === fails ? 'fail' : 'pass'}`);
      expect(result.outcome).toEqual(expected);
      expect(result.checks.find(({ name }) => name === fails)?.code).toBe(code);
      expect(result.verdict).toBe(verdict);
    },
  );

  test.each(TAMPERINGS.map((tampering) => [tampering.what, tampering] as const))(
    '%s is never called verified where only part is disclosed, and one check differs',
    async (_, { change, fails }) => {
      const honest = await makeCase({ ...OPTIONS, length: 10, pending: 2, withheld: [5, 6] });
      const before = await statuses(honest.evidence, honest);
      const after = await statuses(await change(honest), honest);
      const differing = CHECK_NAMES.filter((_name, at) => before.outcome[at] !== after.outcome[at]);
      expect(before.verdict).toBe('VERIFIED_UNTIL');
      expect(differing).toEqual([fails]);
    },
  );

  test('the code the reader asked for decides, not the one in the file', async () => {
    const honest = await makeCase(OPTIONS);
    const { trust, chain } = honest;
    const options = { trust, chain, now: NOW, code: codeOf(2) };
    const { checks, verdict } = await verifyEvidence(honest.evidence, options);
    expect(checks.filter(({ status }) => status === 'fail').map(({ code }) => code)).toEqual([
      'CODE_NOT_ASKED_FOR',
    ]);
    expect(verdict).toBe('MISMATCH');
  });

  test('a whole other log, honest in itself, fails by key and contract', async () => {
    const ours = await makeCase(OPTIONS);
    const theirs = await makeCase({ ...OPTIONS, sequence: 5 });
    const signer = await createSigner(ORIGIN, new Uint8Array(32).fill(9));
    const { parts, leaves } = theirs;
    const tiles = MemoryTiles.of(leaves);
    const proof = await inclusionProof(tiles, parts.inclusion.index, leaves.length);
    expect(proof).toEqual(parts.inclusion.proof);
    const text = formatCheckpoint({ origin: ORIGIN, size: leaves.length, root: parts.anchor.root });
    const forged = withParts(theirs.evidence, { checkpoint: await signNote(text, [signer]) });
    const { checks, verdict } = await verifyEvidence(anchor(forged, { contract: SUCCESSOR }), {
      trust: ours.trust,
      chain: ours.chain,
      now: NOW,
    });
    expect(checks.filter(({ status }) => status === 'fail').map(({ name }) => name)).toEqual([
      'checkpoint',
      'anchor',
    ]);
    expect(verdict).toBe('MISMATCH');
  });
});
