const KEY = 'peoplesync.token';

/**
 * The access token: handed over in the address's fragment by whoever opened the page (the platform, or `npm start`),
 * which no server ever sees; kept for this browser tab only and taken out of the address at once.
 */
export function takeToken(): string | null {
  const fragment = new URLSearchParams(location.hash.slice(1));
  const handed = fragment.get('token');
  if (handed !== null && handed !== '') {
    sessionStorage.setItem(KEY, handed);
    history.replaceState(null, '', location.pathname + location.search);
  }
  return sessionStorage.getItem(KEY);
}

/** Remembers a token that was pasted. */
export function keepToken(token: string): void {
  sessionStorage.setItem(KEY, token);
}

/** Signs out of this tab. */
export function dropToken(): void {
  sessionStorage.removeItem(KEY);
}
