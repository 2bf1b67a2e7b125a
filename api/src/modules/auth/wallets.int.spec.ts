import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { z } from 'zod';
import { dataOf, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { actsOf, makePerson, post } from './testing/people.ts';

const challenge = z.object({
  nonce: z.string(),
  domain: z.string(),
  uri: z.string(),
  chainId: z.int(),
});

describe('wallets', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  async function person() {
    const { id } = await makePerson(api);
    const { accessToken } = await api.begin(id);
    const wallet = privateKeyToAccount(generatePrivateKey());
    const message = async () => {
      const answer = await post(api, 'siwe/nonce', {}, accessToken);
      const { nonce, domain, uri, chainId } = challenge.parse(dataOf(answer));
      return createSiweMessage({
        address: wallet.address,
        domain,
        uri,
        chainId,
        nonce,
        version: '1',
        issuedAt: new Date(api.clock.now()),
      });
    };
    const link = (text: string, signature: string) =>
      post(api, 'siwe/link', { message: text, signature }, accessToken);
    return { id, accessToken, wallet, message, link };
  }
  const list = async (accessToken: string) => {
    const headers = { authorization: `Bearer ${accessToken}` };
    const answer = await api.send({ url: '/api/v1/auth/wallets', key: false, headers });
    return (answer.body as { data: { id: string; address: string }[] }).data;
  };

  it('are linked by a signed message, listed and unlinked', async () => {
    const { id, accessToken, wallet, message, link } = await person();
    const text = await message();
    const answer = await link(text, await wallet.signMessage({ message: text }));
    expect(answer).toMatchObject({ status: 201 });
    expect(dataOf(answer)).toMatchObject({ address: wallet.address });
    const [linked] = await list(accessToken);
    const unlink = () =>
      api.send({
        method: 'DELETE',
        url: `/api/v1/auth/wallets/${linked?.id ?? ''}`,
        key: false,
        headers: { authorization: `Bearer ${accessToken}` },
      });
    expect(await unlink()).toMatchObject({ status: 200 });
    expect(await list(accessToken)).toEqual([]);
    expect(refusalOf(await unlink())).toEqual([404, 'WALLET_UNKNOWN']);
    expect(await actsOf(api, id)).toEqual(['session.started', 'wallet.linked', 'wallet.unlinked']);
    const again = await message();
    const signature = await wallet.signMessage({ message: again });
    expect(await link(again, signature)).toMatchObject({ status: 201 });
  });

  it('a nonce is good once, also for two at once', async () => {
    const { wallet, message, link } = await person();
    const text = await message();
    const signature = await wallet.signMessage({ message: text });
    const answers = await Promise.all([link(text, signature), link(text, signature)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 400]);
    expect(refusalOf(await link(text, signature))).toEqual([400, 'SIWE_NONCE_INVALID']);
  });

  it('a nonce is one person’s, and good for ten minutes', async () => {
    const [one, other] = [await person(), await person()];
    const text = await one.message();
    const signature = await one.wallet.signMessage({ message: text });
    expect(refusalOf(await other.link(text, signature))).toEqual([400, 'SIWE_NONCE_INVALID']);
    api.clock.advance(10 * 60_000);
    const late = text.replace(
      /Issued At: .*/,
      `Issued At: ${new Date(api.clock.now()).toISOString()}`,
    );
    const lateSignature = await one.wallet.signMessage({ message: late });
    expect(refusalOf(await one.link(late, lateSignature))).toEqual([400, 'SIWE_NONCE_INVALID']);
    const invented = late.replace(/Nonce: .*/, 'Nonce: 12345678abcdef');
    const inventedSignature = await one.wallet.signMessage({ message: invented });
    const refused = await one.link(invented, inventedSignature);
    expect(refusalOf(refused)).toEqual([400, 'SIWE_NONCE_INVALID']);
  });

  it('an address belongs to one account at a time', async () => {
    const [one, other] = [await person(), await person()];
    const text = await one.message();
    await one.link(text, await one.wallet.signMessage({ message: text }));
    const stolen = (await other.message()).replace(other.wallet.address, one.wallet.address);
    const signature = await one.wallet.signMessage({ message: stolen });
    expect(refusalOf(await other.link(stolen, signature))).toEqual([409, 'WALLET_LINKED']);
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
    ];
    for (const signature of bad) {
      expect(refusalOf(await link(text, signature))).toEqual([400, 'SIGNATURE_WRONG']);
    }
    for (const signature of ['', '0x', good.slice(0, -2), `${good}00`, 'nonsense']) {
      expect(refusalOf(await link(text, signature))).toEqual([400, 'VALIDATION_FAILED']);
    }
    expect(await link(text, good)).toMatchObject({ status: 201 });
  });

  it('refuses messages for others before it looks at anything else', async () => {
    const { wallet, message, link } = await person();
    const text = (await message()).replaceAll('127.0.0.1:5173', 'evil.example');
    const signature = await wallet.signMessage({ message: text });
    expect(refusalOf(await link(text, signature))).toEqual([400, 'SIWE_INVALID']);
  });
});
