import { QueryFailedError } from 'typeorm';
import { isDatabaseAway } from './database-away';

const withCode = (code: string, message = 'said by the driver') => Object.assign(new Error(message), { code });
const failed = (cause: Error) => new QueryFailedError('SELECT 1', [], cause);

describe('a database that is away', () => {
  it.each([
    ['nobody listens', withCode('ECONNREFUSED')],
    ['nobody listens on any address', Object.assign(new AggregateError([withCode('ECONNREFUSED')]), { code: '' })],
    ['the connection was cut', new Error('Connection terminated unexpectedly')],
    ['the pool has no connection', new Error('timeout exceeded when trying to connect')],
    ['it stops', failed(withCode('57P01', 'terminating connection due to administrator command'))],
    ['it starts', failed(withCode('57P03', 'the database system is starting up'))],
    ['all places are taken', withCode('53300')],
    ['it is the copy, not the one that is written to', failed(withCode('25006'))],
    ['the connection failed', withCode('08006')],
    ['somebody wrapped it', new Error('could not be stored', { cause: failed(withCode('ECONNRESET')) })],
  ])('is known when %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(true);
  });

  it.each([
    ['a refused value', failed(withCode('23505'))],
    ['a statement that took too long', failed(withCode('57014'))],
    ['a bug', new TypeError('cannot read x of undefined')],
    ['something that is no error', 'ECONNREFUSED'],
  ])('is none with %s', (_what, error) => {
    expect(isDatabaseAway(error)).toBe(false);
  });

  it('is looked for in errors that hold each other, and comes to an end', () => {
    const one = new Error('one');
    one.cause = new Error('two', { cause: one });
    expect(isDatabaseAway(one)).toBe(false);
  });
});
