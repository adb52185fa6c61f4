import { createServer, type Server, type Socket } from 'node:net';

/** Writes whatever it likes to whoever has asked; HTTP or not. */
export type Rudeness = (socket: Socket) => void;

/** A TCP server that reads a request and answers as it was told: no HTTP library mends what it writes. */
export class RudeServer {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  /** Requests read so far, and the last of them. */
  asked = 0;
  lastRequest = '';

  constructor(public answer: Rudeness) {
    this.server = createServer((socket) => {
      this.sockets.add(socket);
      // Whoever reads the answer may hang up at any moment.
      socket.on('error', () => undefined);
      socket.on('close', () => this.sockets.delete(socket));
      let request = '';
      socket.on('data', (chunk) => {
        request += chunk.toString('latin1');
        const end = request.indexOf('\r\n\r\n');
        const length = Number(/content-length: (\d+)/i.exec(request)?.[1] ?? 0);
        if (end < 0 || request.length < end + 4 + length) return;
        this.lastRequest = request;
        request = '';
        this.asked++;
        this.answer(socket);
      });
    });
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
  }

  get url(): string {
    const address = this.server.address();
    return typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '';
  }

  /** Connections that are open on this side. */
  get open(): number {
    return this.sockets.size;
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }
}

/** Writes the same bytes again and again, as fast as they are taken, until the other side hangs up. */
export const forEver =
  (first: string | Buffer, again: string | Buffer): Rudeness =>
  (socket) => {
    socket.write(first);
    const more = (): void => {
      while (!socket.destroyed && socket.write(again));
      if (!socket.destroyed) socket.once('drain', more);
    };
    more();
  };
