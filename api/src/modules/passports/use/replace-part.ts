import type { Tx } from '@luna/database';
import { LunaError } from '@luna/runtime';
import {
  endComponent,
  insertComponent,
  isWithin,
  lockComponents,
  parentOf,
} from '../data/components.ts';
import { lockPassports, type LockedPassport } from '../data/lock-passports.ts';
import { passportRef } from '../data/passport-ref.ts';
import type { PartReplacement } from '../http/parts.ts';
import type { EventReceipt } from '../http/receipts.ts';
import { occurredAt } from '../rules/occurred-at.ts';
import { checkPermitted, type Writer } from '../rules/writer.ts';
import { usable } from './own-passport.ts';
import { prepareEvent } from './prepare-event.ts';
import { writeEvents } from './write-events.ts';

const NOTHING = { event: () => false, document: () => false };

/**
 * Replaces, removes or installs a part: the same `passport.part_replaced` in the histories of the
 * device and of the parts that have passports, and the tree of components, all or nothing. Receipts
 * begin with the device's. Throws PASSPORT_UNKNOWN (for parts of other organisations too),
 * COMPONENT_UNKNOWN, COMPONENT_INSTALLED, COMPONENT_CYCLE.
 */
export async function replacePart(
  tx: Tx,
  caller: Writer,
  now: number,
  id: string,
  replacement: PartReplacement,
): Promise<EventReceipt[]> {
  checkPermitted(caller, 'passports:record');
  const { part, reason, work } = replacement;
  const refs = [id, replacement.removed, replacement.installed].map(
    (ref) => ref && passportRef(ref),
  );
  if (refs[1] || refs[2]) await lockComponents(tx, caller.organizationId);
  const locked = await lockPassports(
    tx,
    refs.flatMap((ref) => ref ?? []),
  );
  const [parent, removed, installed] = refs.map((ref) => ref && usable(locked.get(ref)));
  if (!parent) throw new TypeError('a device has a name');
  if (removed && removed.id === (installed && installed.id)) {
    const message = `${removed.code} cannot take its own place. Name the part that goes or the one that comes.`;
    throw new LunaError('COMPONENT_INSTALLED', message);
  }
  const when = occurredAt(replacement.occurredAt, now);
  if (removed) await remove(tx, parent, removed, when);
  if (installed) await install(tx, parent, installed, part, when);
  const data = {
    part,
    ...(removed || installed ? { parent: parent.code } : {}),
    ...(removed ? { removed: removed.code } : {}),
    ...(installed ? { installed: installed.code } : {}),
    ...(reason === undefined ? {} : { reason }),
    ...(work === undefined ? {} : { work }),
  };
  const event = { kind: 'passport.part_replaced' as const, data, occurredAt: when };
  return writeEvents(
    tx,
    [parent, removed, installed].flatMap((passport) =>
      passport ? [prepareEvent(caller, now, passport, event, NOTHING)] : [],
    ),
  );
}

async function remove(
  tx: Tx,
  parent: LockedPassport,
  removed: LockedPassport,
  when: string,
): Promise<void> {
  if ((await parentOf(tx, removed.id)) !== parent.id) {
    throw new LunaError('COMPONENT_UNKNOWN', `${removed.code} is not a part of ${parent.code}.`);
  }
  await endComponent(tx, removed.id, when);
}

async function install(
  tx: Tx,
  parent: LockedPassport,
  installed: LockedPassport,
  part: string,
  since: string,
): Promise<void> {
  if (await isWithin(tx, parent.id, installed.id)) {
    const message = `${parent.code} is ${installed.code} or a part of it, so it cannot hold it.`;
    throw new LunaError('COMPONENT_CYCLE', message);
  }
  await insertComponent(tx, { parent: parent.id, child: installed.id, part, since });
}
