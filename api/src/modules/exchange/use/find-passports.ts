import type { Tx } from '@luna/database';
import {
  DigitalLinkError,
  epcisEventRefs,
  parseDigitalLink,
  type EventPrint,
  type KnownPassport,
} from '@luna/passport';
import type { EventRef } from '@luna/record';
import {
  lockPassports,
  passportsByKeys,
  readRecorded,
  type DeviceKeys,
} from '../../passports/passports.public.ts';
import { readCaptured } from '../data/captured-events.ts';

/** A passport that a capture is about, locked until its transaction ends. */
export type CapturePassport = KnownPassport & {
  id: string;
  stream: Uint8Array;
  /** Which event of the history each `eventID` of its export stands for, where that may matter. */
  exported: ReadonlyMap<string, EventRef>;
};

type Asked = { publicOrigin: string; keys: readonly string[]; prints: readonly EventPrint[] };

/**
 * The organisation's passports that codes and canonical Digital Links name, by each of these names,
 * and what of these events their histories have. Only an event that says to be an export, or that one
 * was wrong, makes a whole history be read.
 */
export async function findPassports(
  tx: Tx,
  { publicOrigin, keys, prints }: Asked,
): Promise<Map<string, CapturePassport>> {
  const byKeys = keys.flatMap((key) => deviceKeysOf(key) ?? []);
  const named = await passportsByKeys(tx, byKeys);
  const codes = [...keys.filter((key) => !key.includes('/')), ...named.map(({ code }) => code)];
  const locked = await lockPassports(tx, [...new Set(codes)]);
  const passports = [...new Set(locked.values())];
  const rows = await readCaptured(
    tx,
    passports.map(({ id }) => id),
    prints.map(({ eventId }) => eventId),
  );
  const captured = new Set(rows.map((row) => `${row.passportId} ${row.id} ${row.isError}`));
  const needsHistory = prints.some(({ isError, isExport }) => isError || isExport);
  const found = new Map<string, CapturePassport>();
  for (const { id, code, stream, status } of passports) {
    const events = needsHistory ? await readRecorded(tx, 'ledger.visible_event', stream) : [];
    const exported = epcisEventRefs({ passport: { code }, events, publicOrigin });
    const wrong = new Set(
      events.map(({ kind, payload }) =>
        kind === 'passport.corrected' ? payload?.data.corrects.position : undefined,
      ),
    );
    const has = ({ eventId, isError }: EventPrint): boolean => {
      const ref = exported.get(eventId);
      const isExported = ref !== undefined && (!isError || wrong.has(ref.position));
      return isExported || captured.has(`${id} ${eventId} ${isError}`);
    };
    found.set(code, { id, code, stream, status, has, exported });
  }
  for (const key of keys) {
    const device = deviceKeysOf(key);
    const passport = device && named.find((each) => isNamed(each, device));
    const known = found.get(passport?.code ?? '');
    if (known !== undefined) found.set(key, known);
  }
  return found;
}

type Plate = { gtin: string | null; giai: string | null; serialNumber: string };

function isNamed({ gtin, giai, serialNumber }: Plate, keys: DeviceKeys): boolean {
  if ('giai' in keys) return giai === keys.giai;
  return gtin === keys.gtin && serialNumber === keys.serialNumber;
}

/** What a canonical Digital Link calls a device; undefined for everything that names none. */
function deviceKeysOf(key: string): DeviceKeys | undefined {
  try {
    const { primary, qualifiers } = parseDigitalLink(key);
    if (primary.ai === '8004') return { giai: primary.value };
    const serial = qualifiers.find(({ ai }) => ai === '21');
    if (primary.ai !== '01' || serial === undefined) return undefined;
    return { gtin: primary.value, serialNumber: serial.value };
  } catch (error) {
    if (error instanceof DigitalLinkError) return undefined;
    throw error;
  }
}
