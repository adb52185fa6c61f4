import type { Session } from '@people-sync/contracts/api';
import { ask } from './reach';
import { ApiProblem } from './problem';

/** What somebody signs in with. */
export type SignInWith = { readonly code: string } | { readonly token: string };

const body = (value: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(value),
});

/** Signs this browser in and out; the session itself is a cookie that no script sees. */
export class SessionClient {
  /** Null if nobody is signed in. @param signal ends the asking: nothing is answered then */
  async current(signal: AbortSignal): Promise<Session | null> {
    return orNull(ask('/v1/session', { signal }));
  }

  /** Whom this would sign in; null if the server does not accept it. It is not used up. */
  async preview(offered: SignInWith): Promise<Session | null> {
    return orNull(ask('/v1/session/preview', body(offered)));
  }

  /**
   * @param replace somebody else is signed in with this browser, and it was asked whether that ends.
   * @throws ApiProblem `sign-in-refused`, `other-session`.
   */
  async signIn(offered: SignInWith, replace: boolean): Promise<Session> {
    const response = await ask('/v1/session', body({ ...offered, replace }));
    return (await response.json()) as Session;
  }

  /** In every tab of this browser. */
  async signOut(): Promise<void> {
    await ask('/v1/session', { method: 'DELETE' });
  }
}

async function orNull(asked: Promise<Response>): Promise<Session | null> {
  try {
    return (await (await asked).json()) as Session;
  } catch (error) {
    if (error instanceof ApiProblem && error.status === 401) return null;
    throw error;
  }
}
