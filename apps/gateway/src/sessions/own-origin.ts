import type { IncomingHttpHeaders } from 'node:http';

/** The header that only the console's own code sends: a form or a link of another site cannot. */
export const CONSOLE_HEADER = 'x-peoplesync-console';

/** Hosts that are this very machine: nobody listens on the way. */
const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d{1,5})?$/;

/**
 * Where a browser believes the console to be: PUBLIC_ORIGIN, or HTTP on this machine. Undefined for anything else, where
 * cookies would travel in clear: browsers cannot sign in there.
 * @param host the request's Host header.
 */
export function ownOrigin(publicOrigin: string | undefined, host: string | undefined): string | undefined {
  if (publicOrigin !== undefined) return publicOrigin;
  const named = host?.toLowerCase() ?? '';
  return LOOPBACK.test(named) ? new URL(`http://${named}`).origin : undefined;
}

/**
 * True if the console itself makes this request, as far as the browser tells. One that changes something must be told of
 * as such; one that reads may be typed into the address bar. Cookies are SameSite=Strict besides; this also keeps out
 * other sites under the same domain.
 * @param origin of the console, by `ownOrigin`.
 */
export function comesFromConsole(headers: IncomingHttpHeaders, origin: string, changes: boolean): boolean {
  const site = headers['sec-fetch-site'];
  const from = headers.origin;
  if (from !== undefined && from !== origin) return false;
  if (!changes) return site === undefined || site === 'same-origin' || site === 'none';
  if (headers[CONSOLE_HEADER] === undefined) return false;
  // Every browser of today sends both; one of them has to be there.
  return site === undefined ? from !== undefined : site === 'same-origin';
}
