const each = (key: string, spell: (point: number) => string): string =>
  Array.from(key, (character) => spell(character.charCodeAt(0))).join('');
const hex = (point: number, digits: number): string => point.toString(16).padStart(digits, '0');

/** How a message may repeat the key that PeopleHR was asked with. */
export const spellings: Readonly<Record<string, (key: string) => string>> = {
  plain: (key) => key,
  'upper-case': (key) => key.toUpperCase(),
  bare: (key) => key.replaceAll('-', ''),
  spaced: (key) => Array.from(key).join(' '),
  url: (key) => each(key, (point) => `%${hex(point, 2)}`),
  html: (key) => each(key, (point) => `&#${point};`),
  json: (key) => each(key, (point) => `\\u${hex(point, 4)}`),
  base64: (key) => Buffer.from(key).toString('base64'),
  hex: (key) => Buffer.from(key).toString('hex'),
  half: (key) => key.slice(0, Math.ceil(key.length / 2)),
};

/** The key in this spelling; as it is if nobody knows the spelling. */
export const echoed = (key: string, spelling = 'plain'): string =>
  (spellings[spelling] ?? spellings['plain'])?.(key) ?? key;
