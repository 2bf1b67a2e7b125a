import { readFileSync } from 'node:fs';
import { STATUSES } from '@luna/record';
import * as z from 'zod/mini';
import { isProductType, PRODUCT_TYPES } from '../product-types.ts';

const text = z.string();
const productTypes = Object.keys(PRODUCT_TYPES).filter(isProductType);
const shape = z.object({
  checkCharacters: z.array(z.object({ body: text, sum: z.number(), check: text })),
  codes: z.array(
    z.object({
      code: text,
      parts: z.object({
        company: text,
        month: text,
        productType: z.enum(productTypes),
        origin: text,
        sequence: z.number(),
      }),
    }),
  ),
  refusedCodes: z.array(z.object({ title: text, code: text, error: text })),
  edges: z.array(
    z.object({
      from: z.enum(STATUSES),
      to: z.enum(STATUSES),
      roles: z.array(text),
      needsReason: z.boolean(),
    }),
  ),
});

const file = new URL('../../../../docs/spec/vectors/passport.json', import.meta.url);

/** The project's own vectors for docs/spec/passport.md; made by an independent program. */
export const passportVectors = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
