import { createHash, randomBytes } from 'node:crypto';

/** A session's id or a one-time code: 256 random bits, of which only the digest is stored. */
export interface Secret {
  /** What the browser gets: 43 characters. */
  readonly text: string;
  /** What is stored. */
  readonly digest: Buffer;
}

/** A secret that nobody had before. */
export function newSecret(): Secret {
  const text = randomBytes(32).toString('base64url');
  return { text, digest: createHash('sha256').update(text).digest() };
}

/** What would be stored of this text; undefined if it can be no secret of ours. */
export function digestOf(text: string): Buffer | undefined {
  return /^[\w-]{43}$/.test(text) ? createHash('sha256').update(text).digest() : undefined;
}

/**
 * What the session's cookie is called. Over HTTPS no other host, no subdomain and no page in clear can set it (`__Host-`).
 * On this machine the port is in its name: browsers do not tell ports apart, and two programs must not sign each other out.
 */
export function cookieName(origin: string): string {
  const { protocol, port } = new URL(origin);
  return protocol === 'https:' ? '__Host-peoplesync' : `peoplesync-${port === '' ? '80' : port}`;
}

/** The cookie's value; undefined if there is none or more than one: somebody else may have set the other. */
export function cookieIn(header: string | undefined, name: string): string | undefined {
  const values = (header ?? '')
    .split(';')
    .map((pair) => pair.trim())
    .filter((pair) => pair.startsWith(`${name}=`))
    .map((pair) => pair.slice(name.length + 1));
  return values.length === 1 ? values[0] : undefined;
}

/**
 * `Set-Cookie` for this session; scripts never see it, and no other site's requests carry it.
 * @param seconds until the browser forgets it; 0 takes it away.
 */
export function setCookie(origin: string, value: string, seconds: number): string {
  const secure = origin.startsWith('https:') ? '; Secure' : '';
  return `${cookieName(origin)}=${value}; Path=/; Max-Age=${seconds}; HttpOnly; SameSite=Strict${secure}`;
}
