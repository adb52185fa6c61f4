import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ApiProblem, problemOf } from './problem';
import type {
  FilterValues,
  Integration,
  Licences,
  Page,
  Person,
  PersonVersion,
  Problem,
  Session,
  Sync,
} from './shapes';

/** What the People table is narrowed to; empty strings narrow nothing. */
export interface PeopleQuery {
  readonly search: string;
  readonly status: string;
  readonly team: string;
  readonly location: string;
  readonly department: string;
  readonly manager: string;
}

/** The gateway's HTTP interface for one company. Every failure is an ApiProblem with a sentence. */
export class ApiClient {
  constructor(
    private readonly token: string,
    private readonly tenant: string,
    /** Called when the token is no longer accepted. */
    private readonly onSignedOut: () => void,
  ) {}

  /** Who the token is for; undefined if the server does not accept it. */
  static async session(token: string): Promise<Session | undefined> {
    const response = await fetch('/v1/session', { headers: { authorization: `Bearer ${token}` } });
    if (response.status === 401) return undefined;
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as Session;
  }

  integration(): Promise<Integration> {
    return this.call<Integration>('GET', '/integrations/peoplehr');
  }

  connect(apiKey: string): Promise<Integration> {
    return this.call<Integration>('PUT', '/integrations/peoplehr', { apiKey });
  }

  async disconnect(): Promise<void> {
    await this.send('DELETE', '/integrations/peoplehr');
  }

  startSync(): Promise<Sync> {
    return this.call<Sync>('POST', '/syncs', { mode: 'apply' });
  }

  cancelSync(id: string): Promise<Sync> {
    return this.call<Sync>('POST', `/syncs/${id}/cancel`);
  }

  syncs(limit: number): Promise<Page<Sync>> {
    return this.call<Page<Sync>>('GET', `/syncs?limit=${limit}`);
  }

  openProblems(): Promise<Page<Problem>> {
    return this.call<Page<Problem>>('GET', '/problems?state=open&limit=100');
  }

  licences(): Promise<Licences> {
    return this.call<Licences>('GET', '/licences');
  }

  people(query: PeopleQuery, cursor: string | null): Promise<Page<Person>> {
    const parameters = new URLSearchParams({ limit: '100' });
    for (const [name, value] of Object.entries(query)) if (value !== '') parameters.set(name, String(value));
    if (cursor !== null) parameters.set('cursor', cursor);
    return this.call<Page<Person>>('GET', `/people?${parameters.toString()}`);
  }

  filterValues(): Promise<FilterValues> {
    return this.call<FilterValues>('GET', '/people/filters');
  }

  person(id: string): Promise<Person> {
    return this.call<Person>('GET', `/people/${id}`);
  }

  history(id: string): Promise<Page<PersonVersion>> {
    return this.call<Page<PersonVersion>>('GET', `/people/${id}/history?limit=100`);
  }

  /** Every state of a sync until it is final or held; ends early when `signal` aborts. */
  async *watchSync(id: string, signal: AbortSignal): AsyncGenerator<Sync> {
    const response = await this.send('GET', `/syncs/${id}/events`, undefined, signal);
    if (!response.body) return;
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield JSON.parse(value.data) as Sync;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    return (await response.json()) as T;
  }

  private async send(method: string, path: string, body?: unknown, signal?: AbortSignal): Promise<Response> {
    const headers: Record<string, string> = { authorization: `Bearer ${this.token}` };
    if (body !== undefined) headers['content-type'] = 'application/json';
    // Pressed twice, or repeated by the browser, it is one request.
    if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
    const response = await fetch(`/v1/tenants/${encodeURIComponent(this.tenant)}${path}`, {
      method,
      headers,
      body: body === undefined ? null : JSON.stringify(body),
      signal: signal ?? null,
    }).catch((cause: unknown) => {
      if (signal?.aborted) throw cause;
      throw new ApiProblem(0, 'unreachable', 'PeopleSync cannot be reached. Check your connection and try again.');
    });
    if (response.status === 401) this.onSignedOut();
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}
