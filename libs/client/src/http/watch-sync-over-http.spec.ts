import createClient from 'openapi-fetch';
import type { paths } from './gen/openapi';
import { watchSyncOverHttp } from './watch-sync-over-http';

const state = (id: string): string => `id: ${id}\ndata: {"syncId":"${id}","status":"fetching"}\n\n`;

/** From here on nothing is told any more, and nothing ends. */
const SILENT = Symbol('silent');
/** The line is lost. */
const BROKEN = Symbol('broken');
type Bit = string | typeof SILENT | typeof BROKEN;

function streamOf(bits: readonly Bit[], signal: AbortSignal): Response {
  const left = [...bits];
  const body = new ReadableStream<Uint8Array>({
    pull: async (controller) => {
      const bit = left.shift();
      if (bit === undefined) controller.close();
      else if (bit === BROKEN) controller.error(new TypeError('terminated'));
      else if (bit === SILENT) {
        await new Promise((resolve) => signal.addEventListener('abort', resolve));
        controller.error(signal.reason);
      } else controller.enqueue(new TextEncoder().encode(bit));
    },
  });
  return new Response(body, { headers: { 'content-type': 'text/event-stream' } });
}

const problem = (status: number, retry: string): Response =>
  new Response(
    JSON.stringify({ type: 'https://peoplesync.example/problems/some-reason', detail: 'A sentence.', retry }),
    {
      status,
      headers: { 'content-type': 'application/problem+json' },
    },
  );

/** Gateways that tell this and end, one after the other; then one that has no more to tell. */
function gateways(...answers: readonly (readonly Bit[] | Response | Error)[]) {
  const asked: (string | null)[] = [];
  const fetch = (request: Request): Promise<Response> => {
    asked.push(request.headers.get('last-event-id'));
    const answer = answers[asked.length - 1] ?? new Response(null, { status: 204 });
    if (answer instanceof Error) return Promise.reject(answer);
    return Promise.resolve(answer instanceof Response ? answer : streamOf(answer, request.signal));
  };
  return { asked, client: createClient<paths>({ baseUrl: 'http://peoplesync.example', fetch }) };
}

const sync = { tenant: 'acme', syncId: 's' };

async function told(client: ReturnType<typeof gateways>['client'], heartbeatMs?: number): Promise<string[]> {
  const ids: string[] = [];
  const options = heartbeatMs === undefined ? {} : { heartbeatMs };
  for await (const { syncId } of watchSyncOverHttp(client, sync, options)) ids.push(syncId);
  return ids;
}

describe('watching a sync over HTTP', () => {
  it('goes on at another gateway from the last state, until there is no more to tell', async () => {
    const { asked, client } = gateways([state('one'), ': alive\n\n', 'retry: 1\n\n'], [state('two'), state('three')]);
    expect(await told(client)).toEqual(['one', 'two', 'three']);
    expect(asked).toEqual([null, 'one', 'three']);
  });

  it('goes on when the line breaks, is dead without a word, or when it is told to come again', async () => {
    const { asked, client } = gateways([state('one'), BROKEN], [SILENT], problem(503, 'same-call'), [state('two')]);
    expect(await told(client, 200)).toEqual(['one', 'two']);
    expect(asked).toEqual([null, 'one', 'one', 'one', 'two']);
  });

  it('is told once what is refused again', async () => {
    const { asked, client } = gateways(problem(404, 'never'));
    await expect(told(client)).rejects.toMatchObject({ reason: 'some-reason', message: 'A sentence.', retry: 'never' });
    expect(asked).toHaveLength(1);
  });

  it('does not go on for ever where nobody ever answered', async () => {
    const { asked, client } = gateways(new TypeError('fetch failed'));
    await expect(told(client)).rejects.toThrow('fetch failed');
    expect(asked).toHaveLength(1);
  });

  it('ends when nobody wants it any more', async () => {
    const { asked, client } = gateways([state('one'), SILENT]);
    const unwanted = new AbortController();
    const watched = watchSyncOverHttp(client, sync, { signal: unwanted.signal });
    expect((await watched.next()).value).toMatchObject({ syncId: 'one' });
    const next = watched.next();
    unwanted.abort();
    await expect(next).rejects.toThrow(/abort/);
    expect(asked).toHaveLength(1);
  });
});
