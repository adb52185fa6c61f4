import { eventsIn, type ServerSentEvent } from './server-sent-events';

async function told(...bits: readonly string[]): Promise<ServerSentEvent[]> {
  async function* text() {
    await Promise.resolve();
    yield* bits;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of eventsIn(text())) events.push(event);
  return events;
}

describe('server-sent events', () => {
  const stream =
    ': alive\n\nid: 1\ndata: {"a":\ndata: "b: c"}\n\nretry: 1500\n\nid:2\ndata:x\n\nid: 3\ndata: cut off\n';
  const events = [
    { id: '1', data: '{"a":\n"b: c"}', retryMs: undefined },
    { id: undefined, data: '', retryMs: 1_500 },
    { id: '2', data: 'x', retryMs: undefined },
  ];

  it('are told without comments, and without one that was cut off', async () => {
    expect(await told(stream)).toEqual(events);
    expect(await told(stream.replaceAll('\n', '\r\n'))).toEqual(events);
  });

  it('are the same in whatever bits they come', async () => {
    for (let size = 1; size < stream.length; size += 1)
      expect(await told(...(stream.match(new RegExp(`[^]{1,${size}}`, 'g')) ?? []))).toEqual(events);
  });
});
