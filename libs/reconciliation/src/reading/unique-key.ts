import { withoutInvisible } from './visible-text';

/** What programs write for no id: `0`, and the GUID of zeros with or without its hyphens. */
const NO_ID = /^(?:0|0{8}(-?)(?:0{4}\1){3}0{12})$/;

/** An id of PeopleHR's; null if it is blank or stands for none. */
export function readId(text: string | null): string | null {
  if (text === null) return null;
  const id = withoutInvisible(text).trim();
  return id === '' || NO_ID.test(withoutBraces(id)) ? null : id;
}

/** A UniqueKey as it is compared, known and sent on: without letter case and braces; null if it stands for none. */
export function readUniqueKey(text: string | null): string | null {
  const id = readId(text);
  return id && withoutBraces(id).toLowerCase();
}

/** `{…}` and `(…)`, as programs print a GUID. */
const withoutBraces = (id: string): string => /^(?:\{(.+)\}|\((.+)\))$/.exec(id)?.slice(1).join('') ?? id;
