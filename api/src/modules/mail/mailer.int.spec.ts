import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createLogger, fixedClock, loadConfig } from '@luna/runtime';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Mailer } from './mailer.ts';

const LETTER = {
  to: 'anna@example.com',
  subject: '确认 your address',
  text: '请打开:\nhttps://x/#t\n',
};

/** As much of RFC 5321 as a client needs to hand over letters; keeps the lines it got. */
async function startMailServer(refuse = false): Promise<{ server: Server; lines: string[] }> {
  const lines: string[] = [];
  const server = createServer((socket) => {
    let data = false;
    const say = (line: string) => socket.write(`${line}\r\n`);
    say('220 test');
    createInterface({ input: socket }).on('line', (line) => {
      lines.push(line);
      if (data) {
        if (line !== '.') return;
        data = false;
        say('250 taken');
      } else if (/^DATA/i.test(line)) {
        data = true;
        say('354 go on');
      } else if (/^RCPT/i.test(line) && refuse) say('550 nobody here');
      else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n');
      else say('250 ok');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, lines };
}

describe('Mailer', () => {
  let home: string;
  let logged: string[];
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'luna-mail-'));
    logged = [];
  });
  afterEach(() => rmSync(home, { recursive: true, force: true }));

  const mailer = (env: Record<string, string> = {}) =>
    new Mailer(
      loadConfig({ LUNA_HOME: home, MAIL_FROM: 'luna@example.com', ...env }),
      fixedClock(Date.parse('2026-06-16T08:00:00Z')),
      createLogger({ name: 'test', destination: { write: (line) => void logged.push(line) } }),
    );
  const portOf = (server: Server) => (server.address() as AddressInfo).port;

  it('leaves letters in files that only the owner reads, without SMTP_URL', async () => {
    await mailer().send(LETTER);
    const [name = ''] = readdirSync(join(home, 'mail'));
    expect(name).toMatch(/^2026-06-16T080000\.000Z-[0-9a-f-]{36}\.eml$/);
    const file = join(home, 'mail', name);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const text = readFileSync(file, 'utf8');
    expect(text).toContain('From: luna@example.com\r\nTo: anna@example.com\r\nSubject: =?UTF-8?');
    expect(text).toContain('Content-Type: text/plain; charset=utf-8');
  });

  it('hands letters to the server of SMTP_URL', async () => {
    const { server, lines } = await startMailServer();
    const sender = mailer({ SMTP_URL: `smtp://127.0.0.1:${portOf(server)}` });
    sender.post(LETTER);
    await sender.onModuleDestroy();
    expect(lines).toContain('MAIL FROM:<luna@example.com>');
    expect(lines).toContain('RCPT TO:<anna@example.com>');
    server.close();
  });

  it('takes no second address or header from what people wrote', async () => {
    const { server, lines } = await startMailServer();
    const sender = mailer({ SMTP_URL: `smtp://127.0.0.1:${portOf(server)}` });
    await sender.send({ ...LETTER, subject: 'Hello\r\nBcc: evil@example.com' });
    await sender.onModuleDestroy();
    expect(lines.filter((line) => line.startsWith('RCPT'))).toHaveLength(1);
    expect(lines.filter((line) => /^bcc:/i.test(line))).toEqual([]);
    server.close();
  });

  it('error: a server that refuses or is not there, told when waited for, logged when not', async () => {
    const { server } = await startMailServer(true);
    const refused = mailer({ SMTP_URL: `smtp://127.0.0.1:${portOf(server)}` });
    await expect(refused.send(LETTER)).rejects.toMatchObject({
      code: 'MAIL_UNAVAILABLE',
      retryable: true,
    });
    server.close();
    const absent = mailer({ SMTP_URL: 'smtp://user:hunter2hunter2@127.0.0.1:1' });
    absent.post(LETTER);
    await absent.onModuleDestroy();
    expect(logged.join()).toContain('mail not sent');
    expect(logged.join()).not.toMatch(/hunter2|#t/);
  });
});
