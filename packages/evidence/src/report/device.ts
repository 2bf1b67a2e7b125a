import type { Envelopes, Flag, RecordedEvent, Status } from '@luna/record';

/** What identifies the device, and how it stands; `manufacturedAt` is YYYY-MM. */
export type Device = {
  manufacturer: string;
  model: string;
  serialNumber: string;
  name: string | null;
  manufacturedAt: string | null;
  /** Null when it rests on an event that is not disclosed here. */
  status: Status | null;
  /** Alphabetical; those that disclosed events have raised and not withdrawn. */
  flags: readonly Flag[];
};

type Data = { [K in keyof Envelopes]: Envelopes[K]['data'] };

/**
 * The device as its history tells it; null when not even the plate data can be relied on.
 *
 * It repeats what the events say and judges none of them: a reader must see a flag even where the
 * rules of the lifecycle would not have allowed the event before it.
 */
export function readDevice(events: readonly (RecordedEvent | null)[]): Device | null {
  const [first, ...later] = events;
  if (first?.kind !== 'passport.created' || first.payload === null) return null;
  return later.reduce(apply, created(first.payload.data));
}

function created({
  manufacturer,
  model,
  serialNumber,
  name,
  manufacturedAt,
}: Data['passport.created']): Device {
  return {
    manufacturer,
    model,
    serialNumber,
    name: name ?? null,
    manufacturedAt: manufacturedAt ?? null,
    status: 'CREATED',
    flags: [],
  };
}

function apply(device: Device, event: RecordedEvent | null): Device {
  // It may have said anything.
  if (event === null) return { ...device, status: null };
  switch (event.kind) {
    case 'passport.taken_over':
      return { ...device, status: event.payload?.data.status ?? null };
    case 'passport.status_changed':
      return { ...device, status: event.payload?.data.to ?? null };
    case 'passport.amended':
      return (event.payload?.data.changes ?? []).reduce(
        (amended, { field, to }) => ({ ...amended, [field]: to }),
        device,
      );
    case 'passport.flagged':
      return event.payload === null ? device : flag(device, event.payload.data);
    default:
      return device;
  }
}

function flag(device: Device, { flag, raised }: Data['passport.flagged']): Device {
  const others = device.flags.filter((name) => name !== flag);
  return { ...device, flags: raised ? [...others, flag].sort() : others };
}
