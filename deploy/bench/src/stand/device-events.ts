import type { NewEvent } from '@luna/database';
import { formatCode } from '@luna/passport';
import { streamId } from '@luna/record';

import { below } from '../measure/random.ts';

export const ORGANIZATION = '0192f0c0-0000-7000-8000-000000000001';
const ACTOR = '0192f0c0-0000-7000-8000-0000000000aa';
const FROM = Date.UTC(2015, 0, 1);

/** Streams of `count` devices, distinct for distinct `first`. */
export function deviceStreams(first: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => {
    const parts = { company: 'BCH', month: '0601', productType: 'IP', origin: 'US' } as const;
    return streamId(`passport:${formatCode({ ...parts, sequence: first + i + 1 })}`);
  });
}

/**
 * An event as maintenance of a machine brings them: a part replaced or something noted, about 250
 * bytes of payload.
 */
export function deviceEvent(random: () => number, stream: Uint8Array): NewEvent {
  const common = {
    v: 1,
    org: ORGANIZATION,
    actor: ACTOR,
    occurredAt: new Date(FROM + below(random, 31_536_000) * 1000).toISOString(),
  } as const;
  const part = 1 + below(random, 4);
  if (random() < 0.4) {
    const data = { part: `comp${part}`, work: 'preventive maintenance, component replaced' };
    return {
      stream,
      kind: 'passport.part_replaced',
      envelope: { ...common, access: ['public'], data },
    };
  }
  const data = { severity: 'error', text: `error${part} reported by the controller` } as const;
  return { stream, kind: 'passport.noted', envelope: { ...common, access: ['public'], data } };
}
