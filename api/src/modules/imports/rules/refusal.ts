import { describeError } from '../../../http/describe-error.ts';

/** Why no passport comes of a row; `column` as the file calls it, null where it is none's fault. */
export type Refusal = { code: string; column: string | null; reason: string };

/**
 * What a refused row is told. Of several wrong fields the first gives the column, and the reason names
 * the others. Throws what is no refusal but a fault of ours.
 */
export function refusalOf(error: unknown, columns: Readonly<Record<string, string>>): Refusal {
  const { statusCode, code, message, errors, details } = describeError(error);
  if (statusCode >= 500) throw error;
  const named = errors.map(({ field, message: reason }) => {
    const name = field.replace(/^takenOver\./, '');
    return { column: columns[name] ?? name, reason };
  });
  const [first, ...others] = named;
  const existing = details?.['code'];
  if (first === undefined) {
    const reason = existing === undefined ? message : `${message} It is ${existing}.`;
    return { code, column: null, reason };
  }
  const rest = others.map(({ column, reason }) => `; ${column}: ${reason}`).join('');
  return { code, column: first.column, reason: `${first.reason}${rest}`.slice(0, 1000) };
}
