import { Controller, Get, Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppModule } from '../../app.module.ts';
import { V1Controller } from '../../http/v1-controller.ts';
import { Refuses } from '../../http/refuses.ts';
import { jsonLike, Sends, TEXT } from '../../http/sends.ts';
import { newPassportBody, refusalOf } from '../../testing/bodies.ts';
import { startTestApi, type TestApi } from '../../testing/test-api.ts';
import { Anyone } from './current-caller.ts';

describe('the key of $LUNA_HOME/key', () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startTestApi();
  });
  afterAll(() => api.close());

  const code = 'DP-MED-2601-PF-CN-000001-0A';
  const writes = [
    { method: 'POST', url: '/api/v1/passports', body: newPassportBody('1') },
    { method: 'POST', url: `/api/v1/passports/${code}/events`, body: {} },
    { method: 'PATCH', url: `/api/v1/passports/${code}`, body: {} },
    { method: 'POST', url: '/api/v1/batches/passports', body: {} },
    { method: 'POST', url: '/api/v1/batches/events', body: {} },
  ] as const;

  it.each(writes)('guards $method $url', async (request) => {
    const without = await api.send({ ...request, key: false });
    expect(refusalOf(without)).toEqual([401, 'SIGN_IN_REQUIRED']);
    expect(without.headers).toMatchObject({ 'www-authenticate': 'Bearer' });
    const headers = { authorization: `Bearer ${api.key.slice(0, -1)}x` };
    expect(refusalOf(await api.send({ ...request, key: false, headers }))).toEqual([
      401,
      'KEY_WRONG',
    ]);
  });

  it('is not needed for reading, but a wrong one is refused there too', async () => {
    const url = `/api/v1/passports/${code}`;
    expect(refusalOf(await api.send({ url, key: false }))).toEqual([404, 'PASSPORT_UNKNOWN']);
    for (const authorization of ['Bearer ', 'Basic abc', 'Bearer nonsense', api.key]) {
      const answer = await api.send({
        url,
        key: false,
        headers: { authorization },
      });
      expect(refusalOf(answer)).toEqual([401, 'KEY_WRONG']);
    }
  });

  it('is never echoed or logged', async () => {
    const authorization = `Bearer secret-${'x'.repeat(40)}`;
    const answer = await api.send({ ...writes[0], key: false, headers: { authorization } });
    expect(answer.raw.toString()).not.toContain('secret-');
    expect(api.errors.join()).not.toContain('secret-');
  });
});

describe('a route that does not say who may use it', () => {
  @V1Controller('planted')
  class Below {
    @Get('silent')
    @Refuses('NOT_PERMITTED')
    silent() {
      return 'secret';
    }

    @Get('open')
    @Anyone()
    @Sends('application/json', jsonLike({}))
    open() {
      return 'for all';
    }
  }
  @Controller('planted')
  class Elsewhere {
    @Get('silent')
    @Sends('text/plain', TEXT)
    silent() {
      return 'for all';
    }
  }
  @Module({ controllers: [Below, Elsewhere] })
  class Planted {}

  let api: TestApi;
  beforeAll(async () => {
    const modules = Reflect.getMetadata('imports', AppModule) as unknown[];
    modules.push(Planted);
    try {
      api = await startTestApi();
    } finally {
      modules.pop();
    }
  });
  afterAll(() => api.close());

  it('is nobody’s below /api/v1, however the path is spelled', async () => {
    for (const url of ['/api/v1/planted/silent', '/%61pi/v1/planted/silent']) {
      for (const key of [true, false]) {
        expect(refusalOf(await api.send({ url, key }))).toEqual([403, 'NOT_PERMITTED']);
      }
    }
    expect(await api.send({ url: '/api/v1/planted/open', key: false })).toMatchObject({
      status: 200,
    });
  });

  it('is open elsewhere', async () => {
    expect(await api.send({ url: '/planted/silent', key: false })).toMatchObject({ status: 200 });
  });
});
