import { checkElement } from './check-element.ts';
import { DigitalLinkError } from './digital-link-error.ts';
import type { ElementString } from './element-string.ts';

/** A GTIN as GS1 writes it today: 14 digits, the last of them right. */
export function isGtin14(text: string): boolean {
  return isValueOf('01', text);
}

/** A Global Individual Asset Identifier: company prefix, then up to 30 characters of set 82 in all. */
export function isGiai(text: string): boolean {
  return isValueOf('8004', text);
}

/**
 * The element strings that name one device: GTIN with serial number `(01)(21)`, GIAI `(8004)`, both
 * in this order, or none. A GTIN alone names a product type, so a serial number that `(21)` cannot
 * hold (20 characters of set 82) leaves the GTIN out: such a device has its passport page as
 * identification link.
 *
 * Throws `DigitalLinkError` for a GTIN or GIAI that is none.
 */
export function deviceKeys(device: {
  gtin?: string | undefined;
  giai?: string | undefined;
  serialNumber: string;
}): ElementString[] {
  const { gtin, giai, serialNumber } = device;
  const keys: ElementString[] = [];
  if (gtin !== undefined) keys.push({ ai: '01', value: gtin });
  if (giai !== undefined) keys.push({ ai: '8004', value: giai });
  keys.forEach((key, position) => checkElement({ ...key, position }));
  const serial = { ai: '21', value: serialNumber };
  return keys.flatMap((key) => {
    if (key.ai !== '01') return [key];
    return isValueOf(serial.ai, serial.value) ? [key, serial] : [];
  });
}

function isValueOf(ai: string, value: string): boolean {
  try {
    checkElement({ ai, value, position: 0 });
    return true;
  } catch (error) {
    if (error instanceof DigitalLinkError) return false;
    throw error;
  }
}
