import type { Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { fakeClamd, type FakeClamd } from '../testing/fake-clamd.ts';
import { CLAMD_NEEDED, EICAR, hasClamd, startClamd } from '../testing/start-clamd.ts';
import { clamdScanner } from './clamd-scanner.ts';
import type { Scanner } from './scanner.ts';

const MiB = 1024 * 1024;
const unavailable = { code: 'SCANNER_UNAVAILABLE', retryable: true };

describe('clamdScanner', () => {
  let fake: FakeClamd;
  let scanner: Scanner;
  beforeEach(async () => {
    fake = await fakeClamd();
    scanner = clamdScanner(fake.url, { timeoutMs: 300 });
  });
  afterEach(() => fake.stop());

  it('sends a file in pieces behind their lengths, and believes a clean answer', async () => {
    const bytes = Buffer.alloc(64 * 1024 + 3, 7);
    expect(await scanner.scan(bytes)).toBeUndefined();
    const lengths = ['00010000', '00000003', '00000000'].map((hex) => Buffer.from(hex, 'hex'));
    const expected = Buffer.concat([
      Buffer.from('zINSTREAM\0'),
      ...[bytes.subarray(0, 64 * 1024), bytes.subarray(64 * 1024), Buffer.of()].flatMap(
        (piece, index) => [lengths[index] ?? Buffer.of(), piece],
      ),
    ]);
    expect(fake.received).toHaveLength(1);
    expect(fake.received[0]?.equals(expected)).toBe(true);
  });

  it('names what was found, also when the answer comes in parts', async () => {
    fake.answer = (socket) => {
      socket.write('stream: Win.Test.EICAR_HDB-1 FO');
      setTimeout(() => socket.end('UND\0'), 30);
    };
    expect(await scanner.scan(EICAR)).toBe('Win.Test.EICAR_HDB-1');
  });

  it.each<[string, (socket: Socket) => void]>([
    ['an error', (socket) => socket.end('INSTREAM size limit exceeded. ERROR\0')],
    ['nonsense', (socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n\0')],
    ['a clean answer among other words', (socket) => socket.end('not stream: OK\0')],
    ['a clean answer that is cut before its end', (socket) => socket.end('stream: OK')],
    ['nothing and ends', (socket) => socket.end()],
    ['nothing and resets', (socket) => socket.resetAndDestroy()],
    ['an answer without end', (socket) => socket.write('x'.repeat(10_000))],
    ['nothing for too long', () => undefined],
    [
      'drop by drop for too long',
      (socket) => {
        const timer = setInterval(() => socket.write('s'), 20);
        socket.once('close', () => clearInterval(timer));
      },
    ],
  ])('never takes a file for clean when the server answers %s', async (_, answer) => {
    fake.answer = answer;
    const began = performance.now();
    await expect(scanner.scan(EICAR)).rejects.toMatchObject(unavailable);
    await expect(scanner.ping()).rejects.toMatchObject(unavailable);
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('error: nobody is there', async () => {
    await fake.stop();
    await expect(scanner.scan(EICAR)).rejects.toMatchObject(unavailable);
    const nowhere = clamdScanner('unix:///nonexistent/clamd.sock');
    await expect(nowhere.ping()).rejects.toMatchObject(unavailable);
    fake = await fakeClamd();
  });
});

describe.skipIf(!hasClamd())(`clamdScanner with a real clamd (${CLAMD_NEEDED})`, () => {
  let clamd: Awaited<ReturnType<typeof startClamd>>;
  let scanner: Scanner;
  beforeAll(async () => {
    clamd = await startClamd(4 * MiB);
    scanner = clamdScanner(clamd.url);
  });
  afterAll(() => clamd.stop());

  it('tells clean from infected, wherever in a file it is', async () => {
    expect(await scanner.scan(Buffer.from('harmless'))).toBeUndefined();
    expect(await scanner.scan(Buffer.alloc(3 * MiB, 'a'))).toBeUndefined();
    expect(await scanner.scan(EICAR)).toBe('Luna.Test.Eicar.UNOFFICIAL');
    const late = Buffer.concat([Buffer.alloc(3 * MiB, 'a'), EICAR]);
    expect(await scanner.scan(late)).toBe('Luna.Test.Eicar.UNOFFICIAL');
  });

  it('does not take for clean what is larger than clamd reads', async () => {
    const scanning = scanner.scan(Buffer.alloc(8 * MiB, 'a'));
    await expect(scanning).rejects.toMatchObject(unavailable);
    expect(await scanner.scan(Buffer.from('harmless'))).toBeUndefined();
  });

  it('serves many at once', async () => {
    const files = Array.from({ length: 30 }, (_, index) =>
      index % 3 === 0 ? EICAR : EICAR.subarray(1),
    );
    const found = await Promise.all(files.map((bytes) => scanner.scan(bytes)));
    expect(found.map((name) => name !== undefined)).toEqual(files.map((bytes) => bytes === EICAR));
  });
});
