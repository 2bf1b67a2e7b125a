import { z } from 'zod';
import { TRANSFER_STATES } from '../data/transfers.ts';
import { eventQuery } from './list-query.ts';
import { plateText } from './texts.ts';

export const newTransfer = z
  .strictObject({
    to: z
      .string()
      .regex(/^(?:[A-Z]{3}|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12})$/, {
        error: 'expected the UUID or the three letters of an organisation',
      })
      .meta({ description: 'Organisation: its UUID or its three letters', example: 'MSF' }),
    reference: plateText.optional().meta({
      description: 'Order or contract behind it; public once accepted',
      example: 'PO-1001',
    }),
  })
  .meta({ id: 'NewTransfer' });
export type NewTransfer = z.infer<typeof newTransfer>;

export const transferQuery = eventQuery.extend({
  direction: z
    .enum(['incoming', 'outgoing'])
    .optional()
    .meta({ description: 'To your organisation, or from it' }),
  state: z.enum(TRANSFER_STATES).optional().meta({ description: 'What became of the offer' }),
});
export type TransferQuery = z.infer<typeof transferQuery>;

const side = z.object({
  id: z.uuid(),
  name: z
    .string()
    .nullable()
    .meta({ description: 'Null while it is not approved', example: 'Medtec' }),
});

export const transferView = z
  .object({
    id: z.uuid(),
    passport: z.object({ id: z.uuid(), code: z.string() }),
    from: side,
    to: side,
    reference: z.string().nullable(),
    state: z.enum(TRANSFER_STATES),
    offeredBy: z.uuid().meta({ description: 'Who offers, as an opaque id' }),
    offeredAt: z.string(),
    expiresAt: z.string(),
    decidedBy: z.uuid().nullable(),
    decidedAt: z.string().nullable(),
  })
  .meta({ id: 'Transfer' });
export type TransferView = z.infer<typeof transferView>;
