/** One event of a stream of server-sent events. */
export interface ServerSentEvent {
  /** Names the event; undefined if it has no name. */
  readonly id: string | undefined;
  /** What it tells; empty if it tells nothing. */
  readonly data: string;
  /** Milliseconds after which to come again, where it says so. */
  readonly retryMs: number | undefined;
}

/**
 * The events in a text that comes bit by bit (HTML standard, 9.2.6). Comments are passed over; what was cut off before its
 * blank line is no event.
 */
export async function* eventsIn(text: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = '';
  for await (const bit of text) {
    const blocks = (rest + bit).split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    for (const block of blocks) {
      const event = eventOf(block);
      if (event) yield event;
    }
  }
}

function eventOf(block: string): ServerSentEvent | undefined {
  const fields = block
    .split(/\r?\n/)
    .filter((line) => line !== '' && !line.startsWith(':'))
    .map((line) => {
      const [, name = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
      return { name, value };
    });
  if (fields.length === 0) return undefined;
  const named = (wanted: string): string[] => fields.filter(({ name }) => name === wanted).map(({ value }) => value);
  const retry = named('retry').at(-1);
  return {
    id: named('id').at(-1),
    data: named('data').join('\n'),
    retryMs: retry !== undefined && /^\d+$/.test(retry) ? Number(retry) : undefined,
  };
}
