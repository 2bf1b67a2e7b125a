import { afterAll, beforeAll, expect, it } from 'vitest';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { deleteExpiredSignIns } from './auth.public.ts';
import { makePerson, post } from './testing/people.ts';

const DAY = 24 * 3_600_000;
let api: TestApi;
beforeAll(async () => {
  api = await startTestApi();
});
afterAll(() => api.close());

it('deletes what expired a week ago, and sessions unused for ninety days', async () => {
  const { id, email } = await makePerson(api);
  const { accessToken } = await api.begin(id);
  await post(api, 'siwe/nonce', {}, accessToken);
  await post(api, 'reset/request', { email });
  const run = () => api.authDatabase.tx({}, (tx) => deleteExpiredSignIns(tx, api.clock.now(), 100));
  api.clock.advance(6 * DAY);
  expect(await run()).toBe(0);
  // The link and the nonce, good for half an hour at most.
  api.clock.advance(2 * DAY);
  expect(await run()).toBe(2);
  // The refresh token, good for a week.
  api.clock.advance(7 * DAY);
  expect(await run()).toBe(1);
  api.clock.advance(74 * DAY);
  expect(await run()).toBe(0);
  api.clock.advance(2 * DAY);
  expect(await run()).toBe(1);
  expect(await run()).toBe(0);
});
