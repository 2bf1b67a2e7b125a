import { readFileSync } from 'node:fs';
import {
  beginTotp,
  changePassword,
  changeUserRole,
  createKey,
  createSiweNonce,
  decideOrganization,
  disableTotp,
  enableTotp,
  endMembership,
  endSession,
  getOrganization,
  invite,
  linkWallet,
  listAuditActs,
  listOrganizations,
  listSessions,
  login,
  logoutAll,
  refresh,
  registerOrganization,
  renewRecoveryCodes,
  revokeInvitation,
  revokeKey,
  switchOrganization,
  unlinkWallet,
  updateOrganization,
} from '@luna/api-client';
import { Secret, TOTP } from 'otpauth';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { createSiweMessage } from 'viem/siwe';
import { expect } from 'vitest';
import { z } from 'zod';
import { ensureAdmin } from '../modules/auth/auth.public.ts';
import { answered, got, refused } from './client-results.ts';
import type { TestApi } from './test-api.ts';

/** What companies, members and keys do: each is an audit event. */
export async function companyActs(api: TestApi): Promise<void> {
  const { client, organizationId } = await api.as('ADMIN');
  const made = await got(registerOrganization({ client, body: { name: 'Newcomer', code: 'NEW' } }));
  const path = { id: made.id };
  await got(decideOrganization({ client, path, body: { status: 'APPROVED' } }));
  const refused = await got(registerOrganization({ client, body: { name: 'Other', code: 'OTR' } }));
  const refusal = { status: 'REJECTED', reason: 'no such company' } as const;
  await got(decideOrganization({ client, path: { id: refused.id }, body: refusal }));
  const reason = 'bankrupt';
  await got(decideOrganization({ client, path, body: { status: 'SUSPENDED', reason } }));
  await got(getOrganization({ client, path }));
  await got(listOrganizations({ client }));
  await got(updateOrganization({ client, path: { id: organizationId }, body: { country: 'DE' } }));
  await got(listAuditActs({ client, query: { organization: 'all' } }));
  const letter = { email: 'anna@example.com', role: 'OPERATOR' } as const;
  const { id } = await got(invite({ client, body: letter }));
  await answered(revokeInvitation({ client, path: { id } }));
  const member = { id: (await api.as('OPERATOR')).accountId };
  await got(changeUserRole({ client, path: member, body: { role: 'AUDITOR' } }));
  await answered(endMembership({ client, path: member }));
  const scopes = ['passports:read:org'];
  const key = await got(createKey({ client, body: { name: 'Line 3', role: 'OPERATOR', scopes } }));
  await got(revokeKey({ client, path: { id: key.id } }));
}

/**
 * What a person does about how they sign in. Must come before the operator has a member: the person is
 * the first ADMIN, because that one's password is known.
 */
export async function personActs(api: TestApi): Promise<void> {
  const nobody = api.connect();
  const { organizationId } = await operatorOf(api);
  await ensureAdmin({ ...api, now: api.clock.now() }, organizationId);
  const sign = z.object({ email: z.string(), password: z.string() });
  const { email, password } = sign.parse(JSON.parse(readFileSync(api.config.paths.admin, 'utf8')));
  const signIn = () => got(login({ client: nobody, body: { email, password } }));
  const { accessToken } = await signIn();
  const client = api.connect(accessToken);

  const { refreshToken: first = '' } = await signIn();
  const there = { refreshToken: first, organizationId };
  await got(switchOrganization({ client: nobody, body: there }));
  const { refreshToken = '' } = await signIn();
  const again = () => refresh({ client: nobody, body: { refreshToken } });
  await got(again());
  expect(await refused(again())).toEqual([401, 'REFRESH_REUSED']);
  const other = (await got(listSessions({ client }))).find(({ current }) => !current);
  await got(endSession({ client, path: { id: other?.id ?? '' } }));

  const wallet = privateKeyToAccount(generatePrivateKey());
  const { nonce, domain, uri, chainId } = await got(createSiweNonce({ client }));
  const message = createSiweMessage({
    address: wallet.address,
    domain,
    uri,
    chainId,
    nonce,
    version: '1',
    issuedAt: new Date(api.clock.now()),
  });
  const signature = await wallet.signMessage({ message });
  const { id } = await got(linkWallet({ client, body: { message, signature } }));
  await got(unlinkWallet({ client, path: { id } }));

  const { secret } = await got(beginTotp({ client, body: { password } }));
  const generator = new TOTP({ secret: Secret.fromBase32(secret) });
  const code = () => generator.generate({ timestamp: api.clock.now() });
  const { recoveryCodes } = await got(enableTotp({ client, body: { totp: code() } }));
  const [one = ''] = recoveryCodes;
  const renewed = await got(renewRecoveryCodes({ client, body: { password, recoveryCode: one } }));
  const [two = ''] = renewed.recoveryCodes;
  await got(disableTotp({ client, body: { password, recoveryCode: two } }));
  const newPassword = 'seven wet umbrellas';
  await got(changePassword({ client, body: { currentPassword: password, newPassword } }));
  await got(logoutAll({ client }));
}

function operatorOf({ admin }: TestApi): Promise<{ organizationId: string }> {
  const row = z.object({ organizationId: z.uuid() });
  const sql = `SELECT id AS "organizationId" FROM organizations.organization WHERE operator`;
  return admin.tx({}, async (tx) => row.parse(await tx.row(row, sql)));
}
