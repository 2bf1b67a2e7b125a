import { isGiai, isGtin14 } from '@luna/passport';
import { z } from 'zod';

/** GTIN of the product type; with the serial number it names the device (GS1 General Specifications). */
export const gtin = z
  .string()
  .refine(isGtin14, 'expected a GTIN: 14 digits, the last of them its check digit')
  .meta({ description: 'GS1: product type', example: '09506000134352' });

/** GIAI, which names the device alone. */
export const giai = z
  .string()
  .refine(isGiai, 'expected a GIAI: a GS1 company prefix and up to 30 characters in all')
  .meta({ description: 'GS1: this one asset', example: '95060001343-A17' });
