import assert from 'node:assert/strict';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { fileURLToPath } from 'node:url';
import { network } from 'hardhat';
import { bytesToHex, sha256, toHex } from 'viem';
import type { Hex } from 'viem';
import { z } from 'zod';

const folder = fileURLToPath(new URL('../../../../shared/vectors/rfc6962/', import.meta.url));
const skip = existsSync(folder)
  ? false
  : 'needs ../shared/vectors, which lies beside the project; docs/spec/vectors covers the same';

let substitutes = 0;

/**
 * A hash of the wrong length cannot be said to the contract at all. Another hash that is in no tree, each time a new
 * one, stands for it, and has to be refused as that.
 */
const hash = z.base64().transform((text): Hex => {
  const bytes = Buffer.from(text, 'base64');
  return bytes.length === 32 ? bytesToHex(bytes) : sha256(toHex(`hash ${++substitutes}`));
});
const count = z.coerce.bigint();
const common = {
  proof: z
    .array(hash)
    .nullable()
    .transform((hashes) => hashes ?? []),
  desc: z.string(),
  wantErr: z.boolean(),
};
const inclusion = z.object({
  leafIdx: count,
  treeSize: count,
  root: hash,
  leafHash: hash,
  ...common,
});
const consistency = z.object({ size1: count, size2: count, root1: hash, root2: hash, ...common });

/** Every vector of a kind. Numbers become strings first, because some lie beyond 2^53. */
function vectors<T>(kind: string, schema: z.ZodType<T>): T[] {
  const files = globSync(`${folder}${kind}/**/*.json`).sort();
  assert.ok(files.length > 0, `no ${kind} vectors`);
  return files.map((file) => {
    const text = readFileSync(file, 'utf8').replaceAll(/": (\d+)/g, '": "$1"');
    return schema.parse(JSON.parse(text));
  });
}

const u256 = { type: 'uint256' } as const;
const b32 = { type: 'bytes32' } as const;
const outputs = [{ type: 'bool' }] as const;
const abi = [
  {
    type: 'function',
    name: 'included',
    stateMutability: 'view',
    inputs: [u256, u256, b32, b32, { type: 'bytes32[]' }],
    outputs,
  },
  {
    type: 'function',
    name: 'consistent',
    stateMutability: 'view',
    inputs: [u256, u256, b32, b32, { type: 'bytes32[]' }],
    outputs,
  },
] as const;

async function deployProofs() {
  const { viem } = await network.create('default');
  const client = await viem.getPublicClient();
  const { address } = await viem.deployContract('Proofs');
  return { client, address };
}

void describe('RFC9162 and the vectors of transparency-dev/merkle', { skip }, () => {
  void it('agrees about inclusion', async () => {
    const { client, address } = await deployProofs();
    for (const v of vectors('inclusion', inclusion)) {
      const args = [v.leafIdx, v.treeSize, v.leafHash, v.root, v.proof] as const;
      const seen = await client.readContract({ address, abi, functionName: 'included', args });
      assert.equal(seen, !v.wantErr, v.desc);
    }
  });

  void it('agrees about consistency', async () => {
    const { client, address } = await deployProofs();
    for (const v of vectors('consistency', consistency)) {
      const args = [v.size1, v.size2, v.root1, v.root2, v.proof] as const;
      const seen = await client.readContract({ address, abi, functionName: 'consistent', args });
      assert.equal(seen, !v.wantErr, v.desc);
    }
  });
});
