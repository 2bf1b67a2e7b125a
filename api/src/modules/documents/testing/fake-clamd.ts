import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** What a fake clamd has got on one connection, and what it may do about it. */
export type FakeClamd = {
  url: string;
  /** Everything that came in on the connections so far, in order. */
  received: Buffer[];
  /** Called once a whole command is there; on PING alone it is not. */
  answer: (socket: Socket) => void;
  stop(): Promise<void>;
};

/** A server that speaks clamd's protocol as badly as the test wants. */
export async function fakeClamd(): Promise<FakeClamd> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      if (received.subarray(-4).equals(Buffer.alloc(4)) || received.toString() === 'zPING\0') {
        fake.received.push(received);
        fake.answer(socket);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  const port = address !== null && typeof address === 'object' ? address.port : 0;
  const fake: FakeClamd = {
    url: `tcp://127.0.0.1:${port}`,
    received: [],
    answer: (socket) => socket.end('stream: OK\0'),
    stop: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return fake;
}
