import { connect, createServer, type Server, type Socket } from 'node:net';

/** A way to a server that can be cut, as a network or a server that dies would. */
export interface CuttableProxy {
  port: number;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  /** Lets connections through again, on the same port. */
  mend(): Promise<void>;
}

/** Forwards a port of loopback chosen by the system to `targetPort` of loopback. */
export async function startProxy(targetPort: number): Promise<CuttableProxy> {
  const sockets = new Set<Socket>();
  let server: Server | undefined;

  const open = async (port: number): Promise<number> => {
    const listening = createServer((inbound) => {
      const outbound = connect(targetPort, '127.0.0.1');
      for (const socket of [inbound, outbound]) {
        sockets.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => {
          sockets.delete(socket);
          inbound.destroy();
          outbound.destroy();
        });
      }
      inbound.pipe(outbound).pipe(inbound);
    });
    await new Promise<void>((resolve) => listening.listen(port, '127.0.0.1', resolve));
    server = listening;
    const address = listening.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    return address.port;
  };

  const port = await open(0);
  return {
    port,
    cut: async () => {
      const stopping = server;
      server = undefined;
      for (const socket of sockets) socket.destroy();
      if (stopping !== undefined) await new Promise((resolve) => stopping.close(resolve));
    },
    mend: async () => {
      await open(port);
    },
  };
}
