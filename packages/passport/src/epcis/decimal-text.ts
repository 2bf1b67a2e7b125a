const DECIMAL = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/;

/**
 * A number written in one way only: no plus sign, exponent, leading or trailing zeros (CBV 2.0,
 * section 8.9.2, step 6); undefined for a text that is no number.
 *
 * It works on the digits, so long serial numbers keep all of theirs.
 */
export function decimalText(text: string): string | undefined {
  const [, sign, whole = '', fraction = '', exponent = '0'] = DECIMAL.exec(text) ?? [];
  if (sign === undefined || whole + fraction === '') return undefined;
  const point = whole.length + Number(exponent);
  const digits = '0'.repeat(Math.max(0, -point)) + whole + fraction;
  const at = Math.max(0, point);
  const integer = digits.slice(0, at).padEnd(at, '0').replace(/^0+/, '') || '0';
  const decimals = digits.slice(at).replace(/0+$/, '');
  const value = decimals === '' ? integer : `${integer}.${decimals}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
}
