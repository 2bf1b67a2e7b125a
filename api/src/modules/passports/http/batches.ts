import { batchOf, batchResultOf } from '../../idempotency/idempotency.public.ts';
import { newEventItem } from './new-event.ts';
import { newPassportItem } from './new-passport.ts';
import { eventReceipt, passportReceipt } from './receipts.ts';

export const passportBatch = batchOf(newPassportItem, 'PassportBatch');
export const passportBatchResult = batchResultOf(passportReceipt).meta({
  id: 'PassportBatchResult',
});
export const eventBatch = batchOf(newEventItem, 'EventBatch');
export const eventBatchResult = batchResultOf(eventReceipt).meta({ id: 'EventBatchResult' });
