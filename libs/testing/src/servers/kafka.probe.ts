import { connect } from 'node:net';

/** A busy machine may take seconds; without an end a broker that hangs would be waited for for ever. */
const PROBE_MS = 15_000;

/** Whether the Kafka at `host:port` is ready: it answers a metadata request (version 1, no topics) with a broker's name. */
export async function hasBroker(broker: string): Promise<boolean> {
  const { hostname, port } = new URL(`kafka://${broker}`);
  return new Promise((resolve) => {
    const client = Buffer.from('probe');
    const request = Buffer.alloc(18 + client.length);
    let at = request.writeInt32BE(request.length - 4, 0);
    at = request.writeInt16BE(3, at);
    at = request.writeInt16BE(1, at);
    at = request.writeInt32BE(7, at);
    at = request.writeInt16BE(client.length, at);
    at += client.copy(request, at);
    request.writeInt32BE(0, at);
    let answer = Buffer.alloc(0);
    const socket = connect(Number(port), hostname, () => socket.write(request));
    const done = (ready: boolean): void => {
      socket.destroy();
      resolve(ready);
    };
    socket.setTimeout(PROBE_MS, () => done(false));
    socket.on('error', () => done(false));
    socket.on('close', () => done(false));
    socket.on('data', (part) => {
      answer = Buffer.concat([answer, part]);
      if (answer.length >= 12) done(answer.readInt32BE(8) > 0);
    });
  });
}
