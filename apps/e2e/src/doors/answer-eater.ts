import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { freePorts } from '@people-sync/testing';

/**
 * Stands between a caller and a service: passes everything on, or, while `eats`, lets calls through and swallows the
 * answers, so that the service has done what it was asked for and the caller never hears of it.
 */
export class AnswerEater {
  eats = false;
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private readonly service: number,
    /** Where the caller has to go. */
    readonly address: string,
  ) {
    server.on('connection', (caller) => this.pass(caller));
  }

  /** @param port of the service, which may start later. */
  static async before(port: number): Promise<AnswerEater> {
    const [own = 0] = await freePorts(1);
    const server = createServer();
    server.listen(own, '127.0.0.1');
    await once(server, 'listening');
    return new AnswerEater(server, port, `127.0.0.1:${own}`);
  }

  async stop(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(caller: Socket): void {
    const service = connect(this.service, '127.0.0.1');
    for (const socket of [caller, service]) {
      this.sockets.add(socket);
      socket.on('close', () => {
        this.sockets.delete(socket);
        caller.destroy();
        service.destroy();
      });
      socket.on('error', () => socket.destroy());
    }
    caller.pipe(service);
    service.on('data', (answer: Buffer) => {
      if (!this.eats) caller.write(answer);
    });
  }
}
