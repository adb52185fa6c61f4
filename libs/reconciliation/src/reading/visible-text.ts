/** What no reader sees: zero-width characters, bidi marks, soft hyphens, variation selectors. */
const INVISIBLE = /[\p{Cf}\p{Default_Ignorable_Code_Point}]+/gu;

const PRINTABLE_ASCII = /^[ -~]*$/;

/** The text without what no reader sees. Not for a name that is shown: some scripts join their letters by it. */
export function withoutInvisible(text: string): string {
  return PRINTABLE_ASCII.test(text) ? text : text.replace(INVISIBLE, '');
}
