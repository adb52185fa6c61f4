import { connect, createServer, type Server, type Socket } from 'node:net';

/**
 * A network between a process and Postgres that can die as one does when a machine vanishes: connections that are open
 * stay open and carry nothing, no side is told. New ones work.
 */
export class DeadNetwork {
  private readonly sockets: Socket[] = [];
  private readonly dead = new Set<Socket>();
  private isDeadForGood = false;

  private constructor(private readonly server: Server) {}

  /** Carries everything to the database of this address at first. */
  static async to(databaseUrl: string): Promise<DeadNetwork> {
    const { hostname, port } = new URL(databaseUrl);
    const network = new DeadNetwork(createServer());
    network.server.on('connection', (near) => network.join(near, connect(Number(port || 5432), hostname)));
    await new Promise<void>((resolve) => network.server.listen(0, '127.0.0.1', resolve));
    return network;
  }

  /** The address of the same database through this network. */
  addressOf(databaseUrl: string): string {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    const address = this.server.address();
    if (address === null || typeof address === 'string') throw new Error('this network has no port');
    url.port = String(address.port);
    return url.toString();
  }

  /** @param forGood new connections are dead as well */
  die({ forGood = false } = {}): void {
    this.isDeadForGood = forGood;
    for (const socket of this.sockets) this.dead.add(socket);
  }

  close(): void {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
  }

  private join(near: Socket, far: Socket): void {
    this.sockets.push(near, far);
    if (this.isDeadForGood) for (const socket of [near, far]) this.dead.add(socket);
    const carry = (from: Socket, to: Socket) => {
      from.on('error', () => to.destroy());
      from.on('close', () => (this.dead.has(from) ? undefined : to.destroy()));
      from.on('data', (bytes) => (this.dead.has(from) ? undefined : to.write(bytes)));
    };
    carry(near, far);
    carry(far, near);
  }
}
