import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { keyIdOf, open, seal } from './seal.ts';

const KEY = randomBytes(32);
const ID = '01890a5d-ac96-774b-bcce-b302099a8057';
const broken = expect.objectContaining({ code: 'VAULT_SEAL_BROKEN' }) as Error;

describe('seal', () => {
  it('opens what it sealed, whatever it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), fc.string(), (bytes, purpose) => {
        const sealed = seal(KEY, ID, purpose, bytes);
        expect(new Uint8Array(open(KEY, ID, purpose, sealed))).toEqual(bytes);
        expect(sealed).toHaveLength(1 + 16 + 12 + bytes.length + 16);
      }),
    );
  });

  it('names its key, and never gives the same bytes twice', () => {
    const [one, two] = [1, 2].map(() => seal(KEY, ID, 'p', Buffer.from('secret')));
    expect(keyIdOf(one ?? Buffer.of())).toBe(ID);
    expect(one?.equals(two ?? Buffer.of())).toBe(false);
    expect(one?.includes('secret')).toBe(false);
  });

  it('opens for no other purpose, key or key id', () => {
    const sealed = seal(KEY, ID, 'account.totp/1', Buffer.from('secret'));
    expect(() => open(KEY, ID, 'account.totp/2', sealed)).toThrow(broken);
    expect(() => open(randomBytes(32), ID, 'account.totp/1', sealed)).toThrow(broken);
    const other = '01890a5d-ac96-774b-bcce-b302099a8058';
    expect(() => open(KEY, other, 'account.totp/1', sealed)).toThrow(broken);
  });

  it('opens after no change of any byte, and not cut or lengthened', () => {
    const sealed = seal(KEY, ID, 'p', Buffer.from('secret'));
    for (let at = 0; at < sealed.length; at += 1) {
      const changed = Buffer.from(sealed);
      changed.writeUInt8(changed.readUInt8(at) ^ 1, at);
      expect(() => open(KEY, ID, 'p', changed)).toThrow(broken);
      expect(() => open(KEY, ID, 'p', sealed.subarray(0, at))).toThrow(broken);
    }
    expect(() => open(KEY, ID, 'p', Buffer.concat([sealed, Buffer.of(0)]))).toThrow(broken);
  });
});
