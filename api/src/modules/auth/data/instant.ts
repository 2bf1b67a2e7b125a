import { z } from 'zod';

/** A `timestamptz` as Unix milliseconds. */
export const instant = z.date().transform((date) => date.getTime());
