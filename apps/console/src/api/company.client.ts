import { EventSourceParserStream } from 'eventsource-parser/stream';
import { ask } from './reach';
import { ApiProblem } from './problem';

interface Body {
  readonly text: string;
  readonly type: string;
}

const json = (body: unknown): Body => ({ text: JSON.stringify(body), type: 'application/json' });

/** Speaks HTTP with the gateway for one company. Every failure is an ApiProblem with a sentence. */
export class CompanyClient {
  constructor(
    private readonly tenant: string,
    /** Called when the server knows this browser no longer. */
    private readonly onSignedOut: () => void,
  ) {}

  get<T>(path: string): Promise<T> {
    return this.call<T>('GET', path);
  }

  /** The whole list as CSV. */
  async csv(path: string): Promise<Blob> {
    return (await this.send('GET', path, undefined, undefined, 'text/csv')).blob();
  }

  /** What is to be kept as it comes. */
  async file(path: string): Promise<Blob> {
    return (await this.send('GET', path)).blob();
  }

  post<T>(path: string, body: unknown = {}): Promise<T> {
    return this.call<T>('POST', path, body);
  }

  /** A body that is not JSON, e.g. `text/csv`. */
  async postText<T>(path: string, text: string, type: string): Promise<T> {
    const response = await this.send('POST', path, { text, type });
    return (await response.json()) as T;
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.call<T>('PATCH', path, body);
  }

  /** `DELETE`; what it answers, if anything, is of no interest. */
  async remove(path: string): Promise<void> {
    await this.send('DELETE', path);
  }

  /** `DELETE`, and what it answers. */
  removed<T>(path: string): Promise<T> {
    return this.call<T>('DELETE', path);
  }

  /** Server-sent events, each parsed; ends with the stream, or early when `signal` aborts. */
  async *events<T>(path: string, signal: AbortSignal): AsyncGenerator<T> {
    const response = await this.send('GET', path, undefined, signal);
    if (!response.body) return;
    const events = response.body.pipeThrough(new TextDecoderStream()).pipeThrough(new EventSourceParserStream());
    const reader = events.getReader();
    try {
      for (;;) {
        const { done, value } = await reader.read();
        if (done) return;
        yield JSON.parse(value.data) as T;
      }
    } finally {
      await reader.cancel().catch(() => undefined);
    }
  }

  private async call<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body === undefined ? undefined : json(body));
    return (await response.json()) as T;
  }

  private async send(
    method: string,
    of: string,
    body?: Body,
    signal?: AbortSignal,
    accept?: string,
  ): Promise<Response> {
    const headers: Record<string, string> = accept === undefined ? {} : { accept };
    if (body !== undefined) headers['content-type'] = body.type;
    // Pressed twice, or repeated by the browser, it is one request.
    if (method !== 'GET') headers['idempotency-key'] = crypto.randomUUID();
    const path = `/v1/tenants/${encodeURIComponent(this.tenant)}${of}`;
    try {
      return await ask(path, { method, headers, body: body?.text ?? null, signal: signal ?? null });
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) this.onSignedOut();
      throw error;
    }
  }
}
