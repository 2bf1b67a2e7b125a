import { createSiweNonce, linkWallet, type ApiClient } from '@luna/api-client';
import type { Address } from 'viem';
import { createSiweMessage } from 'viem/siwe';
import { got } from '../../../testing/client-results.ts';
import type { TestApi } from '../../../testing/test-api.ts';
import { makePerson } from './people.ts';

/** Somebody in a session who links wallets. */
export type Linker = {
  id: string;
  client: ApiClient;
  /** The sign-in message for this address, with a nonce of theirs. */
  messageFor: (address: Address) => Promise<string>;
  link: (message: string, signature: string) => ReturnType<typeof linkWallet>;
};

export async function makeLinker(api: TestApi): Promise<Linker> {
  const { id } = await makePerson(api);
  const client = api.connect((await api.begin(id)).accessToken);
  return {
    id,
    client,
    messageFor: async (address) => {
      const { nonce, domain, uri, chainId } = await got(createSiweNonce({ client }));
      const issuedAt = new Date(api.clock.now());
      return createSiweMessage({ address, domain, uri, chainId, nonce, version: '1', issuedAt });
    },
    link: (message, signature) => linkWallet({ client, body: { message, signature } }),
  };
}
