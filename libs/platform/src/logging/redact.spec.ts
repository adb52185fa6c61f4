import { Writable } from 'node:stream';
import { redact } from './redact';
import { ServiceLogger } from './service-logger';

const CANARIES = ['c4n4ry-key', 'grace.canary@example.com', 'Canary Hopper', 'p4ss-c4n4ry'];

const logged = (write: (logger: ServiceLogger) => void): string => {
  let text = '';
  const to = new Writable({
    write(chunk: Buffer, _, done) {
      text += chunk.toString();
      done();
    },
  });
  write(new ServiceLogger({ service: 'test', level: 'trace', to }));
  return text;
};

describe('the log', () => {
  it('shows no secret and no personal field, however deep and however the key is spelled', () => {
    const text = logged((logger) =>
      logger.log({
        tenantId: 'acme',
        api_key: 'c4n4ry-key',
        request: { headers: { Authorization: 'Bearer c4n4ry-key', 'x-api-key': 'other' }, APIKey: 'c4n4ry-key' },
        rows: [{ email: 'grace.canary@example.com', first_name: 'Canary Hopper', status: '1' }],
      }),
    );
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect(text).toContain('acme');
    expect(text).toContain('"status":"1"');
  });

  it('takes addresses, bearers and passwords out of texts and errors', () => {
    const cause = new Error('cannot reach postgres://peoplesync:p4ss-c4n4ry@db/x');
    const error = new Error('no mail to grace.canary@example.com with Bearer c4n4ry-key', { cause });
    const text = logged((logger) => {
      logger.error(error, 'Mailer');
      logger.warn('sent to grace.canary@example.com');
    });
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect(text).toContain('no mail to [email]');
    expect(text).toContain('"context":"Mailer"');
  });

  it('keeps the row values of a refused statement out', () => {
    const error = Object.assign(new Error('invalid input syntax for type date: "Canary Hopper"'), {
      code: '22007',
      parameters: ['c4n4ry-key'],
      detail: 'Key (email)=(grace.canary@example.com) already exists.',
    });
    const text = logged((logger) => logger.error(error));
    for (const canary of CANARIES) expect(text).not.toContain(canary);
    expect(text).toContain('22007');
  });

  it('is one JSON line with level, service, context and text', () => {
    const text = logged((logger) => logger.log('started', 'startService'));
    expect(JSON.parse(text)).toMatchObject({ level: 'info', service: 'test', context: 'startService', msg: 'started' });
  });

  it('survives values that contain themselves', () => {
    const loop: Record<string, unknown> = { tenantId: 'acme' };
    loop['self'] = loop;
    expect(JSON.stringify(redact(loop))).toContain('[deep]');
  });
});
