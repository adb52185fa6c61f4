import { connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a Postgres that a test can cut and mend: while it is cut, every connection is closed at once. */
export class CutLine {
  private readonly sockets = new Set<Socket>();
  private isCut = false;

  private constructor(
    private readonly server: Server,
    /** The address of the same database over this line. */
    readonly url: string,
  ) {}

  static async to(databaseUrl: string): Promise<CutLine> {
    const url = new URL(databaseUrl);
    const [host, port] = [url.hostname, Number(url.port || '5432')];
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the line has no port');
    url.hostname = '127.0.0.1';
    url.port = String(address.port);
    const line = new CutLine(server, url.toString());
    server.on('connection', (near) => line.join(near, connect(port, host)));
    return line;
  }

  cut(): void {
    this.isCut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend(): void {
    this.isCut = false;
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      this.sockets.add(from);
      from.on('error', () => to.destroy());
      from.on('close', () => {
        this.sockets.delete(from);
        to.destroy();
      });
      from.pipe(to);
    }
    if (this.isCut) near.destroy();
  }
}
