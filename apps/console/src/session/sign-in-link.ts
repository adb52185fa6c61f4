import type { SignInWith } from '../api/session.client';

/** What a link's fragment offers to sign in with: `#code=…`, or `#token=…`; null for any other. */
export function offerIn(fragment: string): SignInWith | null {
  const given = new URLSearchParams(fragment.replace(/^#/, ''));
  const code = given.get('code')?.trim() ?? '';
  const token = given.get('token')?.trim() ?? '';
  if (code !== '') return { code };
  return token === '' ? null : { token };
}

/** What somebody pasted: a token has three parts with dots between them; a link is taken for what is in it. */
export function offerFrom(pasted: string): SignInWith {
  const text = pasted.trim();
  const linked = text.includes('#') ? offerIn(text.slice(text.indexOf('#'))) : null;
  return linked ?? (text.split('.').length === 3 ? { token: text } : { code: text });
}

/** True for a fragment that is no place on a page but may hold a secret, whatever it is called and however it is broken. */
export const isSecretive = (fragment: string): boolean => /[=&%]/.test(fragment) || fragment.length > 40;

/** Takes what the address offers, and takes it out of the address, also when it is of no use. */
export function takeOffer(): SignInWith | null {
  const { hash, pathname, search } = location;
  if (!isSecretive(hash)) return null;
  history.replaceState(history.state, '', pathname + search);
  return offerIn(hash);
}
