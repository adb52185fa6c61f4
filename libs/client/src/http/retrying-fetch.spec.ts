import { retryingFetch } from './retrying-fetch';

const answer = (status: number, headers: Record<string, string> = {}) => new Response('{}', { status, headers });

/** A refusal of ours, that says whether to make the same call again. */
const problem = (status: number, retry: string, headers: Record<string, string> = {}) =>
  new Response(JSON.stringify({ type: 'https://peoplesync.example/problems/some-reason', status, retry }), {
    status,
    headers: { 'content-type': 'application/problem+json; charset=utf-8', ...headers },
  });

/** A server that gives these answers, one after the other. */
function server(...answers: (Response | Error)[]) {
  const asked: { readonly key: string | null; readonly body: string }[] = [];
  const send = async (input: Parameters<typeof fetch>[0], init?: RequestInit): Promise<Response> => {
    if (!(input instanceof Request)) throw new Error('asked by something else');
    asked.push({ key: input.headers.get('idempotency-key'), body: await input.text() });
    const next = answers[asked.length - 1];
    if (next === undefined)
      return new Promise((_, reject) => init?.signal?.addEventListener('abort', () => reject(new Error('aborted'))));
    if (next instanceof Error) throw next;
    return next;
  };
  return { asked, send };
}

const request = () =>
  new Request('http://peoplesync.example/v1/tenants/acme/syncs', {
    method: 'POST',
    body: '{"mode":"apply"}',
    headers: { 'idempotency-key': 'k1' },
  });

describe('a request over HTTP', () => {
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('is made again, the same under the same key, when nobody answered and when it is told to come again', async () => {
    const { asked, send } = server(new TypeError('fetch failed'), answer(503, { 'retry-after': '0' }), answer(202));
    expect((await retryingFetch({}, send)(request())).status).toBe(202);
    expect(asked).toEqual(Array.from({ length: 3 }, () => ({ key: 'k1', body: '{"mode":"apply"}' })));
  });

  it('is made again for whatever is refused with retry same-call, also where no time is named', async () => {
    const { asked, send } = server(
      problem(409, 'same-call'),
      problem(503, 'same-call', { 'retry-after': '0' }),
      answer(202),
    );
    expect((await retryingFetch({}, send)(request())).status).toBe(202);
    expect(asked.map(({ key }) => key)).toEqual(['k1', 'k1', 'k1']);
  });

  it.each(['never', 'read-anew', 'after-a-step', 'a word newer than this client'])(
    'is not made again for retry %s, and its problem can be read',
    async (retry) => {
      const { asked, send } = server(problem(429, retry, { 'retry-after': '0' }));
      const response = await retryingFetch({}, send)(request());
      expect(await response.json()).toMatchObject({ retry });
      expect(asked).toHaveLength(1);
    },
  );

  it.each([400, 401, 404, 409, 422, 500, 503])(
    'is not made again for %i without a time to come again',
    async (status) => {
      const { asked, send } = server(answer(status));
      expect((await retryingFetch({}, send)(request())).status).toBe(status);
      expect(asked).toHaveLength(1);
    },
  );

  it('is given up after so many tries, with the last answer or the last error', async () => {
    const busy = server(answer(429, { 'retry-after': '0' }), answer(429, { 'retry-after': '0' }));
    expect((await retryingFetch({ tries: 2 }, busy.send)(request())).status).toBe(429);
    const away = server(new TypeError('first'), new TypeError('second'));
    await expect(retryingFetch({ tries: 2 }, away.send)(request())).rejects.toThrow('second');
  });

  it('is given up at its deadline; what may come again only after it is answered at once', async () => {
    await expect(retryingFetch({ deadlineMs: 20 }, server().send)(request())).rejects.toThrow(/timeout/);
    const later = server(answer(503, { 'retry-after': '3600' }));
    expect((await retryingFetch({ deadlineMs: 60_000 }, later.send)(request())).status).toBe(503);
    expect(later.asked).toHaveLength(1);
  });

  it.each([
    ['PUT', '/v1/tenants/acme/integrations/peoplehr', 60_000],
    ['POST', '/v1/tenants/acme/people/import', 60_000],
    ['GET', '/v1/tenants/acme/integrations/peoplehr', 30_000],
    ['POST', '/v1/tenants/acme/syncs', 30_000],
  ])('has a deadline as long as the call may take: %s %s %i ms', async (method, path, limitMs) => {
    const deadline = jest.spyOn(AbortSignal, 'timeout');
    const called = new Request(`http://peoplesync.example${path}?mode=all`, { method });
    await retryingFetch({}, server(answer(200)).send)(called);
    await retryingFetch({ deadlineMs: 5_000 }, server(answer(200)).send)(called);
    expect(deadline.mock.calls).toEqual([[limitMs], [5_000]]);
  });

  it('has no deadline if its answer is a stream', async () => {
    const { send } = server(answer(200));
    const slow: typeof fetch = async (input, init) => {
      await new Promise((resolve) => setTimeout(resolve, 30));
      expect(init?.signal?.aborted).toBe(false);
      return send(input, init);
    };
    const csv = new Request('http://peoplesync.example/v1/tenants/acme/people', { headers: { accept: 'text/csv' } });
    expect((await retryingFetch({ deadlineMs: 1 }, slow)(csv)).status).toBe(200);
  });
});
