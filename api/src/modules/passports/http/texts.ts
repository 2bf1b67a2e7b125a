import { z } from 'zod';

/** No C0 or C1 controls, no white space at either end: two texts that look alike are the same. */
const PLAIN = /^(?!\s)(?!.*\s$)[^\p{Cc}]*$/u;

/** What stands on a plate: 1 to 200 characters on one line. */
export const plateText = z
  .string()
  .min(1)
  .max(200)
  .regex(PLAIN, 'expected one line without control characters or surrounding white space');

/** Free text of 1 to 4,000 characters. */
export const longText = z.string().min(1).max(4000);
