import { problemOf } from './problem';

/** What an administrator may do here, as the server sees it. */
export interface Session {
  readonly subject: string;
  readonly roles: readonly string[];
  /** The company this token is for; null for the platform, which may see any. */
  readonly tenant: string | null;
}

/** Who the token is for; undefined if the server does not accept it. */
export async function sessionOf(token: string): Promise<Session | undefined> {
  const response = await fetch('/v1/session', { headers: { authorization: `Bearer ${token}` } });
  if (response.status === 401) return undefined;
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as Session;
}
