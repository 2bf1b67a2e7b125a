import type { NewEvent } from '../http/new-event.ts';
import type { PassportPatch } from '../http/passport-patch.ts';
import type { Head } from './advance.ts';

type Amended = Extract<NewEvent, { kind: 'passport.amended' }>;
type Change = Amended['data']['changes'][number];
const FIELDS = [
  'manufacturer',
  'model',
  'serialNumber',
  'manufacturedAt',
  'name',
  'gtin',
  'giai',
] as const;

/**
 * The events by which a passport becomes what a patch says: first the amended fields, then the
 * status. Fields that already say so are left out; a status that is asked for is always an edge,
 * legal or not.
 */
export function eventsOfPatch(head: Head, patch: PassportPatch): NewEvent[] {
  const { occurredAt, expectedPosition } = patch;
  const changes = FIELDS.flatMap((field) => changeOf(field, head, patch));
  const events: NewEvent[] = [];
  if (changes.length > 0) events.push({ kind: 'passport.amended', data: { changes }, occurredAt });
  if (patch.status !== undefined) {
    const { status, reason } = patch;
    events.push({
      kind: 'passport.status_changed',
      data: { from: head.status, to: status, ...(reason === undefined ? {} : { reason }) },
      occurredAt,
    });
  }
  const [first, ...rest] = events;
  return first === undefined ? [] : [{ ...first, expectedPosition }, ...rest];
}

function changeOf(field: Change['field'], head: Head, patch: PassportPatch): Change[] {
  switch (field) {
    case 'manufacturedAt':
    case 'name':
    case 'gtin':
    case 'giai': {
      const to = patch[field];
      return to === undefined || to === head[field] ? [] : [{ field, from: head[field], to }];
    }
    default: {
      const to = patch[field];
      return to === undefined || to === head[field] ? [] : [{ field, from: head[field], to }];
    }
  }
}
