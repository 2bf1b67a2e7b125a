import { describe, expect, it } from 'vitest';

import { createLogger, withoutCredentials } from './logger.ts';

function logged(write: (logger: ReturnType<typeof createLogger>) => void): string {
  let text = '';
  write(createLogger({ name: 'test', destination: { write: (line) => (text += line) } }));
  return text;
}

describe('createLogger', () => {
  it('writes JSON lines with the time in UTC', () => {
    const line: unknown = JSON.parse(logged((logger) => logger.info({ size: 3 }, 'sealed')));
    expect(line).toMatchObject({
      name: 'test',
      msg: 'sealed',
      size: 3,
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/) as unknown,
    });
  });

  it('keeps secrets out, up to two levels down', () => {
    const text = logged((logger) =>
      logger.info({
        password: 'hunter2',
        user: { token: 'hunter2' },
        request: { headers: { authorization: 'hunter2', 'x-api-key': 'kept only under req' } },
        req: { headers: { 'x-api-key': 'hunter2', cookie: 'hunter2' } },
      }),
    );
    expect(text).not.toContain('hunter2');
    expect(text).toContain('[redacted]');
  });

  it('keeps the password of a connection string out of an error', () => {
    const error = new Error('connect ECONNREFUSED postgres://luna_app:hunter2@127.0.0.1:5/luna');
    const text = logged((logger) => logger.error({ err: error }, 'lost'));
    expect(text).not.toContain('hunter2');
    expect(text).toContain('postgres://***@127.0.0.1:5/luna');
  });
});

describe('withoutCredentials', () => {
  it('leaves text without credentials alone', () => {
    const text = 'see https://example.org/a:b@c and mail a@b.example';
    expect(withoutCredentials(text)).toBe(text);
  });
});
