import { ACCESS_CLASSES } from '@luna/record';
import { z } from 'zod';

const access = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(z.enum(ACCESS_CLASSES)).max(ACCESS_CLASSES.length))
  .refine((classes) => new Set(classes).size === classes.length, 'a class is named once')
  .transform((classes) => classes.sort());

/** What may come with a file. */
export const documentForm = z.strictObject({
  access: access.optional(),
  title: z.string().min(1).max(200).optional(),
});
export type DocumentForm = z.infer<typeof documentForm>;

export const DOCUMENT_FIELDS = {
  access: `Who may see it: some of ${ACCESS_CLASSES.join(', ')}, separated by commas. Pictures are public by default, everything else owner, interest and authority`,
  title: 'Name to record instead of the name of the file',
} as const;
