import { connect, type Socket } from 'node:net';

/** Clients of one address, each on a connection of its own that stays open. */
export type HttpClients = {
  /** Asks for the URL and waits for the whole answer. Throws unless it is 200 or 201. */
  get: (client: number) => Promise<void>;
  /** Sends a body to the URL, in the name of the key. Throws unless it is 200 or 201. */
  post: (client: number, key: string, body: unknown) => Promise<void>;
  close: () => void;
};

const HEAD_END = Buffer.from('\r\n\r\n');

/**
 * Opens `count` connections that ask for one URL. Written on sockets, because a client that does more
 * takes the processor from the server that is measured. Answers need a `content-length`.
 */
export async function openClients(url: string, count: number): Promise<HttpClients> {
  const { hostname, port, host, pathname } = new URL(url);
  const request = `GET ${pathname} HTTP/1.1\r\nhost: ${host}\r\naccept: application/json\r\n\r\n`;
  const sockets = await Promise.all(
    Array.from({ length: count }, () => opened(connect(Number(port), hostname))),
  );
  const send = async (client: number, sent: string) => {
    const socket = sockets[client];
    if (socket === undefined) throw new RangeError(`there is no client ${client}`);
    socket.write(sent);
    await answered(socket);
  };
  return {
    get: (client) => send(client, request),
    post: (client, key, body) => {
      const text = JSON.stringify(body);
      const head = [
        `POST ${pathname} HTTP/1.1`,
        `host: ${host}`,
        `authorization: Bearer ${key}`,
        'content-type: application/json',
        `content-length: ${Buffer.byteLength(text)}`,
      ];
      return send(client, `${head.join('\r\n')}\r\n\r\n${text}`);
    },
    close: () => sockets.forEach((socket) => socket.destroy()),
  };
}

function opened(socket: Socket): Promise<Socket> {
  socket.setNoDelay(true);
  return new Promise((resolve, reject) => {
    socket.once('connect', () => resolve(socket)).once('error', reject);
  });
}

function answered(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let missing: number | undefined;
    let head: Buffer = Buffer.alloc(0);
    const end = (error?: Error) => {
      socket.off('data', take).off('close', closed);
      if (error === undefined) resolve();
      else reject(error);
    };
    const closed = () => end(new Error('the connection was closed'));
    const take = (chunk: Buffer) => {
      if (missing === undefined) {
        head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
        const at = head.indexOf(HEAD_END);
        if (at < 0) return;
        const text = head.toString('latin1', 0, at);
        const length = /\r\ncontent-length: (\d+)/i.exec(text)?.[1];
        if (!/^HTTP\/1\.1 20[01] /.test(text) || length === undefined) {
          end(new Error(`not an answer of known length: ${text}`));
          return;
        }
        missing = Number(length) - (head.length - at - HEAD_END.length);
      } else missing -= chunk.length;
      if (missing === 0) end();
    };
    socket.on('data', take).on('close', closed);
  });
}
