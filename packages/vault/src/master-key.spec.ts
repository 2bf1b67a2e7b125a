import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isWrappedBy, masterKeyOf, unwrap, wrap } from './master-key.ts';
import { seal } from './seal.ts';

const [master, other] = [1, 2].map(() => masterKeyOf(randomBytes(32).toString('hex')));
if (master === undefined || other === undefined) throw new TypeError('two keys were made');
const KEY = randomBytes(32);
const id = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('wrap', () => {
  it('names the master key, by an id that is the same everywhere and tells nothing of it', () => {
    const wrapped = wrap(master, 'platform', KEY);
    expect(unwrap(master, { id, owner: 'platform', wrapped }).key).toEqual(KEY);
    expect([isWrappedBy(master, wrapped), isWrappedBy(other, wrapped)]).toEqual([true, false]);
    expect(masterKeyOf('00'.repeat(32)).id).toBe('70adbfb6-d9e3-57c5-54d9-3265ee0da5c1');
  });

  it('error: another master key, or another owner', () => {
    const wrapped = wrap(master, 'platform', KEY);
    const byOther = () => unwrap(other, { id, owner: 'platform', wrapped });
    expect(byOther).toThrow(expect.objectContaining({ code: 'MASTER_KEY_WRONG' }) as Error);
    expect(byOther).toThrow(master.id);
    const moved = () => unwrap(master, { id, owner: id, wrapped });
    expect(moved).toThrow(expect.objectContaining({ code: 'VAULT_SEAL_BROKEN' }) as Error);
  });

  it('opens what was wrapped before master keys had ids, with the right key alone', () => {
    const unnamed = '00000000-0000-0000-0000-000000000000';
    const wrapped = seal(master.key, unnamed, 'auth.data_key.wrapped/platform', KEY);
    expect(unwrap(master, { id, owner: 'platform', wrapped }).key).toEqual(KEY);
    const wrong = () => unwrap(other, { id, owner: 'platform', wrapped });
    expect(wrong).toThrow(expect.objectContaining({ code: 'VAULT_SEAL_BROKEN' }) as Error);
  });
});
