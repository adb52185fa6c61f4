/** Licences as a body says them, checked: one of both, or neither where nothing is to be changed. */
export interface SaidLicences {
  readonly seats?: number;
  readonly unlimited?: true;
}

/** How many there are to be, null for no limit; undefined if nothing was said of them. */
export const seatsIn = ({ seats, unlimited }: SaidLicences): number | null | undefined =>
  unlimited === true ? null : seats;

/** The same where it had to be said. */
export function wanted(said: SaidLicences): number | null {
  const seats = seatsIn(said);
  if (seats === undefined) throw new Error('a body without licences was let in');
  return seats;
}
