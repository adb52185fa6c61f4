import { createServer } from 'node:net';
import { hearErrors } from './server-errors';

describe('a server that cannot take a connection', () => {
  it('says so and goes on, however often', () => {
    const server = createServer();
    const told: string[] = [];
    hearErrors(server, ({ message }) => told.push(message));
    for (let n = 0; n < 3; n++) server.emit('error', new Error('accept EMFILE'));
    expect(told).toEqual(['accept EMFILE', 'accept EMFILE', 'accept EMFILE']);
  });
});
