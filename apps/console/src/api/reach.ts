import { ApiProblem, problemOf } from './problem';

/** Whether PeopleSync answered the last time it was asked. */
class Reach {
  private lost = false;
  private readonly listeners = new Set<() => void>();

  /** True from a request that reached nobody until one that did. */
  readonly isLost = (): boolean => this.lost;

  /** For React's useSyncExternalStore. */
  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  /** What became of a request. */
  tell(reached: boolean): void {
    if (this.lost === !reached) return;
    this.lost = !reached;
    for (const listener of this.listeners) listener();
  }
}

/** How this page reaches its server. */
export const reach = new Reach();

/** A proxy's words for a server that is away. */
const AWAY = [502, 503, 504];

/**
 * Speaks HTTP with the server that the page came from: the browser sends the session's cookie, and the header that tells
 * the console's own requests from those of other sites.
 * @throws ApiProblem with a sentence, for every answer that is not 2xx and if there is none.
 */
export async function ask(path: string, init: RequestInit = {}): Promise<Response> {
  const headers = new Headers(init.headers);
  headers.set('x-peoplesync-console', '1');
  const response = await fetch(path, { ...init, headers }).catch((cause: unknown) => {
    if (init.signal?.aborted) throw cause;
    reach.tell(false);
    throw new ApiProblem(0, 'unreachable', 'PeopleSync cannot be reached. Check your connection and try again.');
  });
  const problem = response.ok ? null : await problemOf(response);
  // Without a word of its own it is a proxy that answers in the server's place.
  reach.tell(!(problem && problem.code === '' && AWAY.includes(problem.status)));
  if (problem) throw problem;
  return response;
}
