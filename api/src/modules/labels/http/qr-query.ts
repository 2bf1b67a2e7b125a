import { z } from 'zod';
import { QR_LEVELS } from '../rules/qr-matrix.ts';
import { QR_SCALE } from '../rules/qr-png.ts';

export const qrQuery = z.strictObject({
  level: z.enum(QR_LEVELS).default('M').meta({ description: 'Error correction: 15 % or 25 %' }),
});
export type QrQuery = z.infer<typeof qrQuery>;

export const qrPngQuery = qrQuery.extend({
  scale: z.coerce
    .number()
    .int()
    .min(QR_SCALE.min)
    .max(QR_SCALE.max)
    .default(QR_SCALE.default)
    .meta({ description: 'Half the pixels of a module' }),
});
export type QrPngQuery = z.infer<typeof qrPngQuery>;
