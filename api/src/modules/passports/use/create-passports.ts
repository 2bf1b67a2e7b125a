import { append, type AppendedEvent, type NewEvent, type Tx } from '@luna/database';
import { formatCode } from '@luna/passport';
import { checkPayload, streamId, toHex } from '@luna/record';
import { LunaError } from '@luna/runtime';
import type { Author } from '../../auth/auth.public.ts';
import { done, refused, type Outcome } from '../../idempotency/idempotency.public.ts';
import { beginCreation, LAST_SEQUENCE } from '../data/begin-creation.ts';
import { insertPassports } from '../data/insert-passports.ts';
import type { NewPassport } from '../http/new-passport.ts';
import type { PassportReceipt } from '../http/receipts.ts';
import { codeGroupOf, groupKey, type CodeGroup } from '../rules/code-group.ts';
import { occurredAt } from '../rules/occurred-at.ts';
import { checkPermitted, type Writer } from '../rules/writer.ts';

type Draft = { index: number; item: NewPassport; occurredAt: string; group: CodeGroup };
type Coded = Draft & { code: string; stream: Uint8Array };

/**
 * Creates passports, their codes dense in their groups, with the events that open their histories.
 * An item that cannot be created (DEVICE_EXISTS, COMPANY_NOT_YOURS, OCCURRED_IN_FUTURE,
 * SEQUENCE_EXHAUSTED, …) takes no code and leaves the others alone. Outcomes stand in the order of
 * the items. Taking a device over needs `passports:transfer` of a caller; an author who is none (a
 * job) writes for one who was asked before.
 */
export async function createPassports(
  tx: Tx,
  caller: Author | Writer,
  now: number,
  items: readonly NewPassport[],
): Promise<Outcome<PassportReceipt>[]> {
  const outcomes = new Map<number, Outcome<PassportReceipt>>();
  const drafts: Draft[] = [];
  for (const [index, item] of items.entries()) {
    try {
      if (item.takenOver !== undefined && 'permissions' in caller) {
        checkPermitted(caller, 'passports:transfer');
      }
      const group = codeGroupOf(item, now);
      drafts.push({ index, item, group, occurredAt: occurredAt(item.occurredAt, now) });
    } catch (error) {
      outcomes.set(index, refused(error));
    }
  }
  const groups = sortedGroups(drafts);
  const { last, taken } = await beginCreation(
    tx,
    groups,
    drafts.map(({ item }) => item),
  );
  const sequences = new Map(groups.map((group, at) => [groupKey(group), last[at] ?? null]));
  const names = new Set<string>();
  const coded = drafts.flatMap((draft, at): Coded[] => {
    try {
      const own = namesOf(draft.item);
      const existing = taken[at] ?? null;
      if (existing !== null || own.some((name) => names.has(name))) throw deviceExists(existing);
      const code = takeCode(draft.group, sequences);
      for (const name of own) names.add(name);
      return [{ ...draft, code, stream: streamId(`passport:${code}`) }];
    } catch (error) {
      outcomes.set(draft.index, refused(error));
      return [];
    }
  });
  const written = await write(tx, caller, coded);
  for (const [at, { index }] of coded.entries()) {
    outcomes.set(index, written[at] ?? refused(new Error('a passport was left out')));
  }
  return items.map((_, index) => outcomes.get(index) ?? refused(new Error('no outcome')));
}

function sortedGroups(drafts: readonly Draft[]): CodeGroup[] {
  const groups = new Map(drafts.map(({ group }) => [groupKey(group), group]));
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Everything by which an organisation tells a device from its others. */
function namesOf({ manufacturer, serialNumber, gtin, giai }: NewPassport): string[] {
  return [
    `${manufacturer}\n${serialNumber}`,
    ...(gtin === undefined ? [] : [`(01)${gtin}\n(21)${serialNumber}`]),
    ...(giai === undefined ? [] : [`(8004)${giai}`]),
  ];
}

/** The next code of a group. Throws COMPANY_NOT_YOURS, SEQUENCE_EXHAUSTED. */
function takeCode(group: CodeGroup, sequences: Map<string, number | null>): string {
  const key = groupKey(group);
  const last = sequences.get(key) ?? null;
  if (last === null) throw companyNotYours(group);
  if (last === LAST_SEQUENCE) {
    const message = 'All 999,999 codes of this company, month, type and origin are given out.';
    throw new LunaError('SEQUENCE_EXHAUSTED', message);
  }
  sequences.set(key, last + 1);
  return formatCode({ ...group, sequence: last + 1 });
}

async function write(
  tx: Tx,
  caller: Author,
  coded: readonly Coded[],
): Promise<Outcome<PassportReceipt>[]> {
  const opened = coded.map((passport) => openingEvents(caller, passport));
  const ids = await insertPassports(
    tx,
    coded.map(({ item, code, stream, group }, at) => ({
      ...group,
      code,
      stream,
      manufacturer: item.manufacturer,
      model: item.model,
      serialNumber: item.serialNumber,
      manufacturedAt: item.manufacturedAt ?? null,
      name: item.name ?? null,
      gtin: item.gtin ?? null,
      giai: item.giai ?? null,
      status: item.takenOver?.status ?? 'CREATED',
      flags: [],
      position: opened[at]?.length ?? 0,
    })),
  );
  const appended = await append(tx, opened.flat());
  let next = 0;
  return coded.map(({ code, stream }, at) => {
    next += opened[at]?.length ?? 0;
    return receipt(ids.get(code), code, stream, appended[next - 1]);
  });
}

function openingEvents(caller: Author, { item, code, stream, occurredAt }: Coded): NewEvent[] {
  const { takenOver, manufacturedAt, name, gtin, giai } = item;
  const plate = {
    code,
    company: item.company,
    productType: item.productType,
    origin: item.origin,
    manufacturer: item.manufacturer,
    model: item.model,
    serialNumber: item.serialNumber,
    ...(manufacturedAt === undefined ? {} : { manufacturedAt }),
    ...(name === undefined ? {} : { name }),
    ...(gtin === undefined ? {} : { gtin }),
    ...(giai === undefined ? {} : { giai }),
  };
  const common = {
    v: 1 as const,
    org: caller.organizationId,
    actor: caller.actorId,
    access: ['public' as const],
    occurredAt,
  };
  const created = checkPayload('passport.created', { ...common, data: plate });
  // A code that a lost part of the log has used already is not given out again.
  const events: NewEvent[] = [
    { stream, kind: 'passport.created', envelope: created, expectedPosition: 1 },
  ];
  if (takenOver !== undefined) {
    const envelope = checkPayload('passport.taken_over', { ...common, data: takenOver });
    events.push({ stream, kind: 'passport.taken_over', envelope });
  }
  return events;
}

function receipt(
  id: string | undefined,
  code: string,
  stream: Uint8Array,
  newest: AppendedEvent | undefined,
): Outcome<PassportReceipt> {
  if (id === undefined || newest === undefined) return refused(new Error('a row is missing'));
  return done({
    id,
    code,
    stream: toHex(stream),
    position: newest.position,
    leafHash: toHex(newest.leafHash),
    recordedAt: new Date(newest.recordedAt).toISOString(),
  });
}

function companyNotYours({ company }: CodeGroup): LunaError {
  const message = `Your organisation gives out no passport codes of ${company}. Use your own three letters.`;
  return new LunaError('COMPANY_NOT_YOURS', message, { details: { company } });
}

function deviceExists(code: string | null): LunaError {
  const message =
    'This organisation already has a passport for this manufacturer and serial number, or for these keys.';
  return new LunaError('DEVICE_EXISTS', message, code === null ? {} : { details: { code } });
}
