/** RFC 5321: 254 characters in all, 64 before the @, 63 a label. */
const LOCAL = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * True if mail can be sent to it: an unquoted ASCII address at a domain of two labels or more, in lower case, as the
 * fetcher writes it. Quoted local parts and bare IP addresses are legal in RFC 5321 and never somebody's work address.
 */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  if (at < 1 || at > 64 || text.length > 254) return false;
  const labels = text.slice(at + 1).split('.');
  const top = labels.at(-1) ?? '';
  return (
    labels.length > 1 &&
    labels.every((label) => LABEL.test(label)) &&
    /[a-z]/.test(top) &&
    LOCAL.test(text.slice(0, at))
  );
}
