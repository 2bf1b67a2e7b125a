import { z } from 'zod';
import { paging } from '../../../http/cursor.ts';

/** Why something is revoked; for the audit trail. */
export const revocation = z
  .strictObject({
    reason: z.string().min(1).max(200).meta({ example: 'Wrong serial number' }),
  })
  .meta({ id: 'Revocation' });
export type Revocation = z.infer<typeof revocation>;

export const publicationQuery = z.strictObject({
  ...paging,
});
export type PublicationQuery = z.infer<typeof publicationQuery>;

/** A position in a path or query: PostgreSQL's bigint reaches further than our numbers do. */
export const position = z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER);

/** Which version of a document; a day means its end, in UTC. `at` becomes Unix milliseconds. */
const versionShape = {
  position: position.optional().meta({ description: 'The version made at this position' }),
  at: z
    .union([
      z.iso.datetime({ offset: true }),
      z.iso.date().transform((day) => `${day}T23:59:59.999Z`),
    ])
    .refine((text) => !Number.isNaN(Date.parse(text)), 'no such time')
    .transform((text) => Date.parse(text))
    .optional()
    .meta({ description: 'The newest version at this day or instant', example: '2026-01-31' }),
};

export const documentQuery = z
  .strictObject(versionShape)
  .refine(({ position, at }) => position === undefined || at === undefined, {
    path: ['at'],
    error: 'say either position or at',
  });
export type DocumentQuery = z.infer<typeof documentQuery>;

/** Any credential; whatever is wrong with it is what verification is for. */
export const credential = z
  .record(z.string(), z.json())
  .meta({ id: 'Credential', description: 'A W3C credential with its proof, as it was fetched' });
export type Credential = z.infer<typeof credential>;

/** As it stands in the DID: one issuer has one name. */
export const issuerId = z.uuid().lowercase();
/** Number of a status list. */
export const listNumber = z.coerce.number().int().min(1).max(2_147_483_647);
