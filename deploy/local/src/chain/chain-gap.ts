import pg from 'pg';
import { createPublicClient, http } from 'viem';
import { z } from 'zod';

const cursorSchema = z.array(
  z.object({ number: z.coerce.number().int(), hash: z.string().regex(/^[0-9a-f]{64}$/) }),
);

/**
 * How many blocks the development chain lies behind what the database remembers of it, which a
 * power cut between two saves of its state leaves; 0 when it has everything. A chain as long as
 * remembered but with another block there has lost its past altogether.
 */
export async function chainGap(
  databaseUrl: string,
  rpcUrl: string,
  chainId: number,
): Promise<number> {
  const remembered = await finalisedBlock(databaseUrl, chainId);
  if (remembered === undefined) return 0;
  const client = createPublicClient({ transport: http(rpcUrl) });
  const head = Number(await client.getBlockNumber());
  if (head < remembered.number) return remembered.number - head;
  const block = await client.getBlock({ blockNumber: BigInt(remembered.number) });
  return block.hash === `0x${remembered.hash}` ? 0 : remembered.number;
}

async function finalisedBlock(databaseUrl: string, chainId: number) {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    const { rows } = await client.query(
      `SELECT finalised_number AS number, encode(finalised_hash, 'hex') AS hash
       FROM chain.cursor WHERE chain_id = $1 AND finalised_number IS NOT NULL`,
      [chainId],
    );
    return cursorSchema.parse(rows)[0];
  } finally {
    await client.end();
  }
}
