import { bigint, bytea, type Database, type Tx } from '@luna/database';
import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';
import type { Version } from '../rules/version.ts';

/** Newest events, and newest public documents, that are shown of a device. */
const SHOWN = 100;

const version = z.object({
  position: bigint,
  leaf: z.string(),
  sealed: bigint,
  anchored: bigint,
  owner: z.string().nullable(),
});
const versionOfCode = version.extend({ code: z.string() });

/**
 * The versions of devices by their codes; codes that nobody gave out are left out. One statement and
 * nothing to see together, hence no transaction: its BEGIN and COMMIT would be two thirds of the way.
 */
export async function readVersions(
  { source }: Database,
  codes: readonly string[],
  chainId: number,
): Promise<Map<string, Version>> {
  const sql = 'SELECT code, position, leaf, sealed, anchored, owner FROM scan.versions($1, $2)';
  const rows = z.array(versionOfCode).parse(await source.query(sql, [codes, chainId]));
  return new Map(rows.map(({ code, ...rest }) => [code, rest]));
}

const publicEvent = z.object({
  position: z.int(),
  kind: z.string(),
  recordedAt: z.int(),
  leafHash: z.string(),
  access: z.array(z.string()),
  payload: z.object({ occurredAt: z.string(), data: z.record(z.string(), z.unknown()) }).nullable(),
});
/** `recordedAt` in Unix milliseconds; `payload` null when it is not public, or erased. */
export type PublicEvent = z.infer<typeof publicEvent>;

const publicDocument = z.object({
  name: z.string(),
  mediaType: z.string(),
  length: z.int(),
  width: z.int().nullable(),
  height: z.int().nullable(),
  sha256: z.string(),
  cid: z.string(),
  position: z.int(),
});

const deviceRow = z
  .object({
    id: z.uuid(),
    code: z.string(),
    stream: bytea,
    status: z.enum(STATUSES),
    flags: z.array(z.enum(FLAGS)),
    manufacturer: z.string(),
    model: z.string(),
    serial_number: z.string(),
    name: z.string().nullable(),
    manufactured_at: z.string().nullable(),
    company: z.string(),
    product_type: z.string(),
    origin: z.string(),
    gtin: z.string().nullable(),
    giai: z.string().nullable(),
    version,
    history: z.array(publicEvent),
    documents: z.array(publicDocument),
  })
  .transform((row) => ({
    id: row.id,
    code: row.code,
    stream: row.stream,
    status: row.status,
    flags: row.flags,
    plate: {
      manufacturer: row.manufacturer,
      model: row.model,
      serialNumber: row.serial_number,
      name: row.name,
      manufacturedAt: row.manufactured_at,
      company: row.company,
      productType: row.product_type,
      origin: row.origin,
      gtin: row.gtin,
      giai: row.giai,
    },
    version: row.version,
    history: row.history,
    documents: row.documents,
  }));
/** A device as anybody may see it; history and documents newest first. */
export type Device = z.infer<typeof deviceRow>;

/** What anybody may see of a device, all of it at one version: one statement, one snapshot. */
export async function readDevice(
  tx: Tx,
  code: string,
  chainId: number,
): Promise<Device | undefined> {
  return tx.row(
    deviceRow,
    `SELECT p.*, to_jsonb(d) AS version,
       (SELECT coalesce(json_agg(json_build_object('position', e.position, 'kind', e.kind,
            'recordedAt', e.recorded_at, 'leafHash', encode(e.leaf_hash, 'hex'), 'access', e.access,
            'payload', e.json) ORDER BY e.position DESC), '[]')
        FROM (SELECT * FROM ledger.public_event v WHERE v.stream = p.stream
              ORDER BY v.position DESC LIMIT ${SHOWN}) e) AS history,
       (SELECT coalesce(json_agg(json_build_object('name', f.name, 'mediaType', f.media_type,
            'length', f.length, 'width', f.width, 'height', f.height, 'sha256', f.sha256,
            'cid', f.cid, 'position', f.position) ORDER BY f.position DESC), '[]')
        FROM (SELECT * FROM passports.public_document v WHERE v.passport_id = p.id
              ORDER BY v.position DESC LIMIT ${SHOWN}) f) AS documents
     FROM passports.public_passport p JOIN scan.versions(ARRAY[$1::text], $2) d USING (code)
     WHERE p.code = $1`,
    [code, chainId],
  );
}

const codeRow = z.object({ code: z.string() });
/** Two companies may claim one key; more are not shown. */
const MOST = 10;

/** Codes of the devices that have a GTIN and serial number, or a GIAI; the oldest first. */
export async function codesOfKey(
  tx: Tx,
  key: { gtin: string; serialNumber: string } | { giai: string },
): Promise<string[]> {
  const rows = await ('giai' in key
    ? tx.rows(
        codeRow,
        `SELECT p.code FROM passports.public_passport p WHERE p.giai = $1 ORDER BY p.id LIMIT ${MOST}`,
        [key.giai],
      )
    : tx.rows(
        codeRow,
        `SELECT p.code FROM passports.public_passport p
         WHERE p.gtin = $1 AND p.serial_number = $2 ORDER BY p.id LIMIT ${MOST}`,
        [key.gtin, key.serialNumber],
      ));
  return rows.map(({ code }) => code);
}
