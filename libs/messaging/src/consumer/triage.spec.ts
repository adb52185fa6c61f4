import { foreign, placed, request, TOPIC } from '../messaging.testkit';
import { triage } from './triage';

const unreadable: [code: string, value: string | null][] = [
  ['broken-json', '{"specversion":"1.0","ty'],
  ['broken-json', null],
  ['not-cloudevent', '{"hello":"world"}'],
  ['not-cloudevent', request('another-tenant', 1).json],
  ['unknown-type', request('t', 1).json.replace('sync.requested', 'sync.imagined')],
  ['newer-version', request('t', 1).json.replace('sync.requested.v1', 'sync.requested.v2')],
  ['wrong-schema', request('t', 1).json.replace('"number":1', '"number":"one"')],
];

describe('a batch with a record that cannot be read', () => {
  it.each(unreadable)('lets the tenant wait from there on: %s (%#)', (code, value) => {
    const batch = [
      placed(request('t', 1), 1),
      placed(request('u', 1), 2),
      foreign('t', value, 2),
      placed(request('t', 2), 3, 3),
      placed(request('u', 2), 4, 4),
    ];
    const { events, waiting, reasons } = triage(TOPIC, batch, new Set());
    expect(events.map((event) => event.tenantId)).toEqual(['t', 'u', 'u']);
    expect(waiting.map((record) => record.value)).toEqual([batch[2]?.value, batch[3]?.value]);
    expect(reasons.map((reason) => [reason.tenantId, reason.code])).toEqual([['t', code]]);
  });

  it('keeps a tenant waiting that was parked before, without a new reason', () => {
    const { events, waiting, reasons } = triage(TOPIC, [placed(request('t', 1), 1)], new Set(['t']));
    expect([events.length, waiting.length, reasons.length]).toEqual([0, 1, 0]);
  });

  it('names no value of the event in the reason', () => {
    const secret = 'ines.faulkner@northwind-tiles.example';
    const value = request('t', 1).json.replace('"number":1', `"number":"${secret}"`);
    expect(JSON.stringify(triage(TOPIC, [foreign('t', value, 0)], new Set()).reasons)).not.toContain(secret);
  });

  it('finds a name that Postgres can store for a key that is no text', () => {
    expect(triage(TOPIC, [foreign('a\0b', '{', 0)], new Set()).reasons[0]?.tenantId).toBe('a\uFFFDb');
  });
});
