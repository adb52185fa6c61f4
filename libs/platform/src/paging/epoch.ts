import { createHash } from 'node:crypto';

/**
 * Names the history that a number of a feed is of: the number, and a check over what was noted under it. A database that was
 * restored gives the numbers of the lost time again, to other things, so an epoch of the lost time is told apart. It is no
 * secret: it shows nothing that the page did not.
 * @param noted what tells it from everything else that may ever have this number; erasure must not change it.
 */
export const epochOf = (number: number, noted: readonly (string | number)[]): string =>
  Buffer.from(`${number} ${check(number, noted)}`).toString('base64url');

/** The number that an epoch names; undefined for a text that is none. */
export function numberIn(epoch: string): number | undefined {
  const [, number] = /^(\d{1,16}) [\w-]{12}$/.exec(Buffer.from(epoch, 'base64url').toString()) ?? [];
  return number === undefined || !Number.isSafeInteger(Number(number)) ? undefined : Number(number);
}

const CHECK_LENGTH = 12;

const check = (number: number, noted: readonly (string | number)[]): string =>
  createHash('sha256')
    .update(JSON.stringify([number, ...noted]))
    .digest('base64url')
    .slice(0, CHECK_LENGTH);
