import { createServer, type Server } from 'node:net';
import { againIfPortsAreTaken, freePorts } from './free-ports';

const listenOn = (port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server));
  });

describe('free ports', () => {
  it('are different from each other and can be used at once', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    const servers = await Promise.all(ports.map(listenOn));
    await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  });

  it('are chosen again when somebody was faster, but a start that fails for another reason is not repeated', async () => {
    const failures = [new Error('bind: Address already in use'), new Error('listen EADDRINUSE: 127.0.0.1:1')];
    const started = await againIfPortsAreTaken(() => {
      const failure = failures.shift();
      return failure ? Promise.reject(failure) : Promise.resolve('up');
    });
    expect(started).toBe('up');

    let tries = 0;
    const broken = againIfPortsAreTaken(() => Promise.reject(new Error(`no disk space, try ${(tries += 1)}`)));
    await expect(broken).rejects.toThrow('try 1');
  });
});
