import { FLAGS, STATUSES } from '@luna/record';
import { z } from 'zod';
import { instant } from '../../../http/instant.ts';
import { longText, plateText } from './texts.ts';

const ref = z.string().meta({ description: 'Passport code or UUID' });

/** What happened to a part of a device; parts without passports are named by their place alone. */
export const partReplacement = z
  .strictObject({
    part: plateText.meta({ description: 'Where in the device', example: 'gearbox, left' }),
    removed: ref.optional(),
    installed: ref.optional(),
    reason: longText.optional(),
    work: longText.optional(),
    occurredAt: instant.optional(),
  })
  .meta({ id: 'PartReplacement' });
export type PartReplacement = z.infer<typeof partReplacement>;

export const componentQuery = z.strictObject({
  depth: z.coerce
    .number()
    .int()
    .min(1)
    .max(10)
    .default(10)
    .meta({ description: 'How far down; 1: parts of the device itself' }),
});
export type ComponentQuery = z.infer<typeof componentQuery>;

/** What is in a device, each part followed by what is in it. */
export const componentTree = z
  .object({
    code: z.string(),
    components: z.array(
      z.object({
        parent: z.string().meta({ description: 'Code of the device it is part of' }),
        part: z.string().meta({ description: 'Where in that device' }),
        since: z.string(),
        depth: z.int().meta({ description: '1 for parts of the device itself' }),
        id: z.uuid(),
        code: z.string(),
        manufacturer: z.string(),
        model: z.string(),
        serialNumber: z.string(),
        name: z.string().nullable(),
        status: z.enum(STATUSES),
        flags: z.array(z.enum(FLAGS)),
      }),
    ),
    complete: z.boolean().meta({ description: 'False when there is more than is shown' }),
  })
  .meta({ id: 'ComponentTree' });
export type ComponentTree = z.infer<typeof componentTree>;
