const numbers = new Intl.NumberFormat('en-GB');

/** `1,200`. */
export const number = (count: number): string => numbers.format(count);

/** `1 licence`, `2 licences`. */
export const counted = (count: number, one: string, several: string): string =>
  `${count} ${count === 1 ? one : several}`;

/** `1 person`, `2 people`. */
export const people = (count: number): string => counted(count, 'person', 'people');

/** `Ada`, `Ada and Ben`, `Ada, Ben and Cem`. */
export function listed(words: readonly string[]): string {
  const last = words.at(-1) ?? '';
  return words.length < 2 ? last : `${words.slice(0, -1).join(', ')} and ${last}`;
}
