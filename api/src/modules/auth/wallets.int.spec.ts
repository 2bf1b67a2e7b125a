import { listWallets, unlinkWallet } from '@luna/api-client';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { got, refused } from '../../testing/client-results.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { makeLinker } from './testing/linker.ts';
import { actsOf } from './testing/people.ts';

describe('wallets', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  async function person() {
    const linker = await makeLinker(api);
    const wallet = privateKeyToAccount(generatePrivateKey());
    return { ...linker, wallet, message: () => linker.messageFor(wallet.address) };
  }

  it('are linked by a signed message, listed and unlinked', async () => {
    const { id, client, wallet, message, link } = await person();
    const text = await message();
    const linked = await got(link(text, await wallet.signMessage({ message: text })));
    expect(linked).toMatchObject({ address: wallet.address });
    expect(await got(listWallets({ client }))).toEqual([linked]);
    const unlink = () => unlinkWallet({ client, path: { id: linked.id } });
    expect(await got(unlink())).toBeNull();
    expect(await got(listWallets({ client }))).toEqual([]);
    expect(await refused(unlink())).toEqual([404, 'WALLET_UNKNOWN']);
    expect(await actsOf(api, id)).toEqual(['session.started', 'wallet.linked', 'wallet.unlinked']);
    const again = await message();
    await got(link(again, await wallet.signMessage({ message: again })));
  });

  it('a nonce is good once, also for two at once', async () => {
    const { wallet, message, link } = await person();
    const text = await message();
    const signature = await wallet.signMessage({ message: text });
    const answers = await Promise.all([link(text, signature), link(text, signature)]);
    expect(answers.map(({ response }) => response?.status).sort()).toEqual([201, 400]);
    expect(await refused(link(text, signature))).toEqual([400, 'SIWE_NONCE_INVALID']);
  });

  it('a nonce is one person’s, and good for ten minutes', async () => {
    const [one, other] = [await person(), await person()];
    const text = await one.message();
    const signature = await one.wallet.signMessage({ message: text });
    expect(await refused(other.link(text, signature))).toEqual([400, 'SIWE_NONCE_INVALID']);
    api.clock.advance(10 * 60_000);
    const issued = `Issued At: ${new Date(api.clock.now()).toISOString()}`;
    const late = text.replace(/Issued At: .*/, issued);
    const lateSignature = await one.wallet.signMessage({ message: late });
    expect(await refused(one.link(late, lateSignature))).toEqual([400, 'SIWE_NONCE_INVALID']);
    const invented = late.replace(/Nonce: .*/, 'Nonce: 12345678abcdef');
    const inventedSignature = await one.wallet.signMessage({ message: invented });
    expect(await refused(one.link(invented, inventedSignature))).toEqual([
      400,
      'SIWE_NONCE_INVALID',
    ]);
  });

  it('an address belongs to one account at a time', async () => {
    const [one, other] = [await person(), await person()];
    const text = await one.message();
    await got(one.link(text, await one.wallet.signMessage({ message: text })));
    const stolen = (await other.message()).replace(other.wallet.address, one.wallet.address);
    const signature = await one.wallet.signMessage({ message: stolen });
    expect(await refused(other.link(stolen, signature))).toEqual([409, 'WALLET_LINKED']);
  });

  it('refuses signatures that are not the wallet’s', async () => {
    const { wallet, message, link } = await person();
    const text = await message();
    const stranger = privateKeyToAccount(generatePrivateKey());
    const good = await wallet.signMessage({ message: text });
    const bad = [
      await stranger.signMessage({ message: text }),
      await wallet.signMessage({ message: `${text} ` }),
      `0x${'00'.repeat(65)}`,
      `0x${'ff'.repeat(65)}`,
      `${good.slice(0, -2)}1d`,
      // Contracts may have longer ones; a key's has one spelling.
      `${good}00`,
      `${good.slice(0, 130)}00${good.slice(130)}`,
    ];
    for (const signature of bad) {
      expect(await refused(link(text, signature))).toEqual([400, 'SIGNATURE_WRONG']);
    }
    const long = `0x${'00'.repeat(4097)}`;
    for (const signature of ['', '0x', good.slice(0, -2), `${good}0`, long, 'nonsense']) {
      expect(await refused(link(text, signature))).toEqual([400, 'VALIDATION_FAILED']);
    }
    await got(link(text, good));
  });

  it('refuses messages for others before it looks at anything else', async () => {
    const { wallet, message, link } = await person();
    const text = (await message()).replaceAll('127.0.0.1:5173', 'evil.example');
    const signature = await wallet.signMessage({ message: text });
    expect(await refused(link(text, signature))).toEqual([400, 'SIWE_INVALID']);
  });
});
