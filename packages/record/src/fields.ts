import * as z from 'zod/mini';

/** Shapes that several payloads share. Lengths are in UTF-16 units, as `String.length` counts. */
export const shortText = z.string().check(z.minLength(1), z.maxLength(200));
export const longText = z.string().check(z.minLength(1), z.maxLength(4000));

export const uuid = z
  .string()
  .check(z.regex(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'expected a lowercase UUID'));
export const hash = z
  .string()
  .check(z.regex(/^[0-9a-f]{64}$/, 'expected 32 bytes in lowercase hex'));

/** An instant, RFC 3339 in UTC with exactly three decimals and `Z`; 30 February is refused. */
export const instant = z.string().check(
  z.regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/, {
    error: 'expected YYYY-MM-DDTHH:MM:SS.mmmZ',
    abort: true,
  }),
  z.refine(isRealInstant, 'no such date'),
);
export const month = z
  .string()
  .check(z.regex(/^\d{4}-(?:0[1-9]|1[0-2])$/, 'expected a month as YYYY-MM'));

function isRealInstant(text: string): boolean {
  const time = Date.parse(text);
  return !Number.isNaN(time) && new Date(time).toISOString() === text;
}

/** How a payload names another event: where it stands, and what exactly stood there. */
export const eventRef = z.strictObject({
  stream: hash,
  position: z.int().check(z.minimum(1)),
  leaf: hash,
});
export type EventRef = z.infer<typeof eventRef>;
