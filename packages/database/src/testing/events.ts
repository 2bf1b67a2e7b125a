import { streamId } from '@luna/record';
import type { NewEvent } from '../append.ts';

export const ORG = '0192f0c0-0000-7000-8000-000000000001';
export const OTHER_ORG = '0192f0c0-0000-7000-8000-000000000002';
export const ACTOR = '0192f0c0-0000-7000-8000-0000000000aa';

/** A public note on the device called `name`; `text` tells events apart. */
export function note(
  name: string,
  text = 'checked',
  options: { org?: string; access?: 'owner' | 'public'; expectedPosition?: number } = {},
): NewEvent<'passport.noted'> {
  return {
    stream: streamId(`passport:${name}`),
    kind: 'passport.noted',
    envelope: {
      v: 1,
      org: options.org ?? ORG,
      actor: ACTOR,
      access: [options.access ?? 'public'],
      occurredAt: '2015-01-03T07:00:00.000Z',
      data: { severity: 'info', text },
    },
    expectedPosition: options.expectedPosition,
  };
}
