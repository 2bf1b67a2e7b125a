import { ORIGINS } from '@luna/passport';
import { z } from 'zod';

/** One line of 1 to 200 characters, without controls or surrounding white space. */
export const line = z
  .string()
  .min(1)
  .max(200)
  .regex(/^(?!\s)(?!.*\s$)[^\p{Cc}]*$/u, 'expected one line without control characters');

export const country = z
  .string()
  .refine((text) => ORIGINS.has(text), 'expected an ISO 3166-1 alpha-2 country code')
  .meta({ description: 'ISO 3166-1 alpha-2', example: 'CN' });
