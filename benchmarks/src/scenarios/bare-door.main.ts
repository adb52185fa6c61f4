import { createServer, type Server } from 'node:http';
import { createServer as createHttp2Server, type Http2Server } from 'node:http2';
import { once } from 'node:events';

/**
 * `bare-door.main.js`: the least that a server can do about an attack, until its input ends. It takes a body from whoever
 * names themselves off the wire, looks at nothing, and says no at once. Prints where it is.
 */
async function main(): Promise<void> {
  const http = createServer((request, response) => {
    const refuse = (status: number): void => void response.writeHead(status, { 'content-length': 0 }).end();
    if (request.headers.authorization === undefined) {
      response.setHeader('connection', 'close');
      refuse(401);
    } else request.on('end', () => refuse(request.method === 'GET' ? 401 : 400)).resume();
  });
  const grpc = createHttp2Server();
  grpc.on('stream', (stream) => {
    stream.on('error', () => undefined).resume();
    stream.respond({ ':status': 200, 'content-type': 'application/grpc', 'grpc-status': '16' }, { endStream: true });
  });
  console.log(JSON.stringify({ http: `http://${await at(http)}`, grpc: await at(grpc) }));
  process.stdin.on('end', () => process.exit(0)).resume();
}

async function at(server: Server | Http2Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('it listens at no port');
  return `127.0.0.1:${address.port}`;
}

void main();
