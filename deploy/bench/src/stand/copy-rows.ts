import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';

import { CODEC } from '@luna/record';
import type { Client } from 'pg';
import { from } from 'pg-copy-streams';

import type { PlainRow } from './plain-tables.ts';

const EVENT =
  'stream, position, kind, codec, entry, leaf_hash, org_id, actor_id, access, recorded_at';
const PAYLOAD = 'stream, position, bytes, salt, json';

/** Copies rows into the two tables of a schema, in one transaction. */
export async function copyRows(
  client: Client,
  schema: 'plain' | 'bare',
  rows: readonly PlainRow[],
): Promise<void> {
  await client.query('BEGIN');
  await copy(client, `COPY ${schema}.event (${EVENT}) FROM STDIN`, rows.map(eventLine));
  await copy(client, `COPY ${schema}.payload (${PAYLOAD}) FROM STDIN`, rows.map(payloadLine));
  await client.query('COMMIT');
}

async function copy(client: Client, sql: string, lines: readonly string[]): Promise<void> {
  await pipeline(Readable.from([Buffer.from(lines.join(''))]), client.query(from(sql)));
}

function eventLine(row: PlainRow): string {
  const { stream, position, kind, entry, leafHash, org, actor, access, recordedAt } = row;
  return `${hex(stream)}\t${position}\t${kind}\t${CODEC.json}\t${hex(entry)}\t${hex(leafHash)}\t${org}\t${actor}\t{${access.join(',')}}\t${recordedAt}\n`;
}

function payloadLine({ stream, position, payload, salt }: PlainRow): string {
  const json = Buffer.from(payload).toString('utf8').replaceAll('\\', '\\\\');
  return `${hex(stream)}\t${position}\t${hex(payload)}\t${hex(salt)}\t${json}\n`;
}

function hex(bytes: Uint8Array): string {
  return `\\\\x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex')}`;
}
