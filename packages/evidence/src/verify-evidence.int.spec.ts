import { startAnvil, type TestAnvil } from '@luna/local/testing';
import {
  consistencyProof,
  createSigner,
  formatCheckpoint,
  hashLeaf,
  inclusionProof,
  rootOf,
  sha256,
  signNote,
  type Hash,
} from '@luna/tlog';
import { MemoryTiles } from '@luna/tlog/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { jsonRpcReader } from './chain/json-rpc-reader.ts';
import { buildEvidence, encodeEvidence } from './file/build-evidence.ts';
import { parseEvidence } from './file/parse-evidence.ts';
import { LOG_SEED, makeCase, ORIGIN } from './testing/index.ts';
import { realLog, type Anchored } from './testing/real-log.ts';
import { parseTrust, type Trust } from './trust.ts';
import { verifyEvidence } from './verify-evidence.ts';

const manifestOf = (size: number): Uint8Array => new TextEncoder().encode(`manifest ${size}`);

/** The log of a case, continued with made-up leaves; evidence can be written for any anchor of it. */
async function growingLog() {
  // Recorded before any block of the chain, whatever the machine's clock says.
  const base = await makeCase({ length: 6, from: 1_600_000_000_000 });
  const leaves = [...base.leaves];
  for (let at = 0; at < 40; at += 1) leaves.push(hashLeaf(new Uint8Array([at])));
  const tiles = MemoryTiles.of(leaves);
  const signer = await createSigner(ORIGIN, LOG_SEED);
  const rootAt = (size: number): Promise<Hash> => rootOf(tiles, size);
  return {
    base,
    signer,
    anchorParts: async (from: number, size: number) => ({
      size,
      root: await rootAt(size),
      manifest: sha256(manifestOf(size)),
      proof: from === 0 ? [] : await consistencyProof(tiles, from, size),
    }),
    evidence: async (contract: string, { index, size, time, tx }: Anchored) => {
      const root = await rootAt(size);
      const text = formatCheckpoint({ origin: ORIGIN, size, root });
      const at = base.parts.inclusion.index;
      const built = buildEvidence({
        ...base.parts,
        inclusion: { index: at, size, proof: await inclusionProof(tiles, at, size) },
        checkpoint: await signNote(text, [signer]),
        manifest: manifestOf(size),
        anchor: { chainId: 31337, contract, index, size, root, time, tx },
      });
      return parseEvidence(encodeEvidence(built));
    },
  };
}

describe('verifyEvidence against the real contract on a real chain', () => {
  let anvil: TestAnvil;
  beforeAll(async () => {
    anvil = await startAnvil();
  });
  afterAll(() => anvil.stop());

  const reader = () => jsonRpcReader([anvil.url]);
  const trusted = (passportLog: string, logKeys: readonly string[]): Trust =>
    parseTrust({ chainId: 31337, passportLog, origin: ORIGIN, logKeys });

  test('anchored, final: VERIFIED; not final yet: CANNOT CHECK NOW', async () => {
    const log = await growingLog();
    const real = realLog(anvil.url, ORIGIN, log.signer.publicKey);
    const { address, first } = await real.deploy();
    const anchored = await real.anchor(address, first, await log.anchorParts(0, 20));
    const evidence = await log.evidence(address, anchored);
    const trust = trusted(address, log.base.trust.logKeys);
    const early = await verifyEvidence(evidence, { trust, chain: reader(), now: 0 });
    expect(early.verdict).toBe('CANNOT_CHECK_NOW');
    await real.finalise();
    const result = await verifyEvidence(evidence, {
      code: log.base.code,
      trust,
      chain: reader(),
      now: 0,
    });
    expect(result.checks.map(({ name, status }) => `${name} ${status}`)).toEqual([
      'code pass',
      'payloads pass',
      'history pass',
      'inclusion pass',
      'checkpoint pass',
      'anchor pass',
      'time pass',
      'documents pass',
    ]);
    expect(result.verdict).toBe('VERIFIED');
    expect(result.asOf?.time).toBe(anchored.time * 1000);
  });

  test('a node without the receipt: the real ring vouches; a made-up transaction does not', async () => {
    const log = await growingLog();
    const real = realLog(anvil.url, ORIGIN, log.signer.publicKey);
    const { address, first } = await real.deploy();
    const anchored = await real.anchor(address, first, await log.anchorParts(0, 20));
    await real.finalise();
    const evidence = await log.evidence(address, anchored);
    const trust = trusted(address, log.base.trust.logKeys);
    const chain = { ...reader(), receipt: () => Promise.resolve(null) };
    const pruned = await verifyEvidence(evidence, { trust, chain, now: 0 });
    expect(pruned.checks.find(({ name }) => name === 'anchor')?.code).toBe('ANCHOR_IN_RING');
    expect(pruned.verdict).toBe('VERIFIED');
    const anchor = { ...evidence.anchor, tx: `0x${'12'.repeat(32)}` as const };
    const forged = await verifyEvidence(
      { ...evidence, anchor },
      { trust, chain: reader(), now: 0 },
    );
    expect(forged.checks.find(({ name }) => name === 'anchor')?.code).toBe(
      'ANCHOR_NOT_IN_TRANSACTION',
    );
  });

  test('freeze and successor: honest anchors still count, later ones are withdrawn', async () => {
    const log = await growingLog();
    const real = realLog(anvil.url, ORIGIN, log.signer.publicKey);
    const { address, authority, first } = await real.deploy();
    const honest = await real.anchor(address, first, await log.anchorParts(0, 20));
    const withdrawn = await real.anchor(address, honest, await log.anchorParts(20, 30));
    const successor = await real.deploy(authority, { address, start: honest });
    await real.retire(address, honest, successor.address);
    const next = await real.anchor(
      successor.address,
      successor.first,
      await log.anchorParts(20, 40),
    );
    await real.finalise();

    // Whoever trusts the first contract follows to the second.
    const trust = trusted(address, log.base.trust.logKeys);
    const verdictOf = async (contract: string, anchor: Anchored) =>
      (
        await verifyEvidence(await log.evidence(contract, anchor), {
          trust,
          chain: reader(),
          now: 0,
        })
      ).verdict;
    expect(await verdictOf(address, honest)).toBe('VERIFIED');
    expect(await verdictOf(address, withdrawn)).toBe('REVOKED');
    expect(await verdictOf(successor.address, next)).toBe('VERIFIED');

    // Whoever trusts the second does not follow back.
    const newcomer = trusted(successor.address, log.base.trust.logKeys);
    const old = await verifyEvidence(await log.evidence(address, honest), {
      trust: newcomer,
      chain: reader(),
      now: 0,
    });
    expect(old.checks.find(({ name }) => name === 'anchor')?.code).toBe('ANCHOR_OTHER_CONTRACT');
  });

  test('a log key ended on the chain fails the checkpoint from that size on', async () => {
    const log = await growingLog();
    const real = realLog(anvil.url, ORIGIN, log.signer.publicKey);
    const { address, first } = await real.deploy();
    const below = await real.anchor(address, first, await log.anchorParts(0, 20));
    const above = await real.anchor(address, below, await log.anchorParts(20, 30));
    await real.endLogKey(address, 25);
    await real.finalise();
    const trust = trusted(address, log.base.trust.logKeys);
    const options = { trust, chain: reader(), now: 0 };
    expect((await verifyEvidence(await log.evidence(address, below), options)).verdict).toBe(
      'VERIFIED',
    );
    const ended = await verifyEvidence(await log.evidence(address, above), options);
    expect(ended.verdict).toBe('MISMATCH');
    expect(ended.checks.filter(({ status }) => status === 'fail').map(({ code }) => code)).toEqual([
      'CHECKPOINT_KEY_NOT_VALID',
    ]);
  });

  test('a chain that is gone is CANNOT CHECK NOW', async () => {
    const other = await startAnvil();
    const { evidence, trust } = await makeCase();
    await other.stop();
    const { verdict, checks } = await verifyEvidence(evidence, {
      trust,
      chain: jsonRpcReader([other.url]),
      now: 0,
    });
    expect(verdict).toBe('CANNOT_CHECK_NOW');
    expect(checks.find(({ name }) => name === 'anchor')?.code).toBe('CHAIN_UNREACHABLE');
  });
});
