import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';

describe('/ipfs/:cid', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  it('serves a block as it is, to anybody, for ever', async () => {
    const bytes = Uint8Array.of(1, 2, 3);
    const cid = await api.content.put(bytes, 'raw');
    const answer = await api.send({ url: `/ipfs/${cid}?format=raw`, key: false });
    expect(answer).toMatchObject({
      status: 200,
      headers: {
        'content-type': 'application/vnd.ipld.raw',
        'cache-control': 'public, max-age=31536000, immutable',
      },
    });
    expect(new Uint8Array(answer.raw)).toEqual(bytes);
  });

  it.each([
    ['bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku', [404, 'CONTENT_NOT_FOUND']],
    ['nonsense', [400, 'CID_INVALID']],
    [
      'bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku?format=car',
      [400, 'VALIDATION_FAILED'],
    ],
  ])('refuses %s', async (path, expected) => {
    expect(refusalOf(await api.send({ url: `/ipfs/${path}`, key: false }))).toEqual(expected);
  });
});
