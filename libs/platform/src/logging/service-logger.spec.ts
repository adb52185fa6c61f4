import { Writable } from 'node:stream';
import { ServiceLogger } from './service-logger';

const lines = (write: (logger: ServiceLogger) => void, instance?: string): Record<string, unknown>[] => {
  let text = '';
  const to = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  write(new ServiceLogger({ service: 'test', instance, level: 'trace', to }));
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Record<string, unknown>);
};

describe('a line of the log', () => {
  it('says which process wrote it, and of which version', () => {
    const [line] = lines((logger) => logger.log('started'), 'gateway-7f9');
    expect(line).toMatchObject({
      service: 'test',
      instance: 'gateway-7f9',
      version: expect.stringMatching(/^\d+\.\d+/),
    });
    expect(lines((logger) => logger.log('started'))[0]?.['instance']).toMatch(new RegExp(`/${process.pid}$`));
  });

  it('has the company, the sync and the trace in the same fields, however the code calls them', () => {
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const [line] = lines((logger) =>
      logger.warn('no snapshot', { tenantId: 'acme', syncId: '7', traceparent, attempt: 2 }, 'JobHandler'),
    );
    expect(line).toMatchObject({
      msg: 'no snapshot',
      context: 'JobHandler',
      tenant: 'acme',
      sync: '7',
      trace: '4bf92f3577b34da6a3ce929d0e0e4736',
      attempt: 2,
    });
    for (const name of ['tenantId', 'syncId', 'traceparent']) expect(line).not.toHaveProperty(name);
  });

  it('has its text in msg, before or behind its fields', () => {
    for (const write of [
      (logger: ServiceLogger) => logger.warn('a sync makes no progress', { tenant: 'acme' }, 'Watchdog'),
      (logger: ServiceLogger) => logger.warn({ tenant: 'acme' }, 'a sync makes no progress', 'Watchdog'),
    ]) {
      const [line] = lines(write);
      expect(line).toMatchObject({ msg: 'a sync makes no progress', tenant: 'acme', context: 'Watchdog' });
      expect(line).not.toHaveProperty('stack');
    }
  });
});
