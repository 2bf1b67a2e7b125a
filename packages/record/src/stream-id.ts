import { sha256 } from '@luna/tlog';
import { RecordError } from './record-error.ts';

const DOMAIN = new TextEncoder().encode('luna/stream/1\n');
const NAME = /^([a-z][a-z_]*):[!-~]{1,200}$/;

/** Streams about a person: their id would be personal data that cannot be forgotten without a salt. */
const ABOUT_A_PERSON: ReadonlySet<string> = new Set(['points', 'expert', 'audit']);
/** Streams whose id a contract or a stranger derives from the name alone. */
const ABOUT_A_THING: ReadonlySet<string> = new Set(['passport', 'redemption', 'deposit']);

/**
 * The 32-byte id of a stream: SHA-256("luna/stream/1\n" ‖ name), with the 32-byte salt before the
 * name where there is one.
 *
 * `name` is `prefix:rest` in visible ASCII, such as `passport:DP-MED-2601-PF-CN-000001-0A`; anything
 * else is `STREAM_NAME`. `STREAM_SALT`: a salt of another length, none for a stream about a person,
 * or one for a stream that must be derivable.
 */
export function streamId(name: string, salt?: Uint8Array): Uint8Array {
  const prefix = NAME.exec(name)?.[1];
  if (prefix === undefined) {
    throw new RecordError('STREAM_NAME', 'a stream name is prefix:rest in visible ASCII');
  }
  if (salt !== undefined && salt.length !== 32) {
    throw new RecordError('STREAM_SALT', `a stream salt has 32 bytes, not ${salt.length}`);
  }
  if (salt === undefined && ABOUT_A_PERSON.has(prefix)) {
    throw new RecordError('STREAM_SALT', `a ${prefix}: stream is about a person and needs a salt`);
  }
  if (salt !== undefined && ABOUT_A_THING.has(prefix)) {
    throw new RecordError('STREAM_SALT', `a ${prefix}: stream takes no salt`);
  }
  return sha256(DOMAIN, salt ?? new Uint8Array(0), new TextEncoder().encode(name));
}
