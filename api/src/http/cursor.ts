import { LunaError } from '@luna/runtime';
import { z } from 'zod';

/** The part of a list's query that every list has. */
export const paging = {
  limit: z.coerce.number().int().min(1).max(100).default(20),
  cursor: z
    .string()
    .max(200)
    .optional()
    .meta({ description: '`meta.nextCursor` of the page before' }),
};

const content = z.tuple([z.union([z.string(), z.int()]), z.int().min(2)]);

/** Where a page ended and which page comes next, as one opaque word. */
export function writeCursor(after: string | number, page: number): string {
  return Buffer.from(JSON.stringify([after, page])).toString('base64url');
}

/** Inverse of {@link writeCursor}; `after` checked by the schema. Throws CURSOR_INVALID. */
export function readCursor<T>(
  cursor: string | undefined,
  after: z.ZodType<T>,
): { after: T | undefined; page: number } {
  if (cursor === undefined) return { after: undefined, page: 1 };
  try {
    const [place, page] = content.parse(JSON.parse(Buffer.from(cursor, 'base64url').toString()));
    return { after: after.parse(place), page };
  } catch (cause) {
    throw new LunaError(
      'CURSOR_INVALID',
      'This cursor is not one of ours. Start again without it.',
      { cause },
    );
  }
}
