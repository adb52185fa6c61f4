import { randomUUID } from 'node:crypto';
import createClient, { type Client, type Middleware } from 'openapi-fetch';
import type { components, paths } from './gen/openapi';
import type { Patience } from '../patience';
import type { Token } from '../token';
import { retryingFetch } from './retrying-fetch';

/** Every route of PeopleSync, typed from its OpenAPI document, answers and refusals alike. */
export type HttpClient = Client<paths, Json>;

/** What is read as JSON; a file or a stream is asked for by `Accept` and `parseAs`. */
type Json = `application/${string}`;

/** The shapes of the interface by their names. */
export type Shapes = components['schemas'];

/** Where PeopleSync is, and who calls. */
export interface HttpOptions extends Patience {
  /** E.g. `https://peoplesync.example`. */
  readonly url: string;
  readonly token: Token;
  /** The person on whose behalf all calls are made; one call names another by the header `Acting-User`, percent-encoded. */
  readonly actingUser?: string;
}

/**
 * PeopleSync over HTTP. A call answers `{ data }` or `{ error }`, the problem, and never throws for a refusal. It is made
 * again by itself when nobody answered or the problem says so (`retry`: `same-call`); a changing one is named by an `Idempotency-Key`, so
 * that it is made once. Name it yourself, by the same header, where you may repeat it after a crash.
 * @throws from a call what `fetch` throws when nobody answers; a TimeoutError at the deadline
 */
export function httpClient({ url, token, actingUser, ...patience }: HttpOptions): HttpClient {
  const client = createClient<paths, Json>({ baseUrl: url, fetch: retryingFetch(patience) });
  client.use(named(token, actingUser));
  return client;
}

const named = (token: Token, actingUser: string | undefined): Middleware => ({
  onRequest: async ({ request: { headers, method } }) => {
    headers.set('authorization', `Bearer ${await token()}`);
    if (actingUser !== undefined && !headers.has('acting-user'))
      headers.set('acting-user', encodeURIComponent(actingUser));
    if (method !== 'GET' && !headers.has('idempotency-key')) headers.set('idempotency-key', randomUUID());
  },
});
