import { z } from 'zod';
import { longText } from './texts.ts';

export const erasure = z
  .strictObject({
    reason: longText.meta({
      description: 'Stands in the history for good and for everybody: name nobody',
      example: 'Asked for by the person named in it',
    }),
  })
  .meta({ id: 'Erasure' });
export type Erasure = z.infer<typeof erasure>;
