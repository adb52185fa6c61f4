import type { Licences } from '../api/licences.api';
import { numberOf } from '../shell/numbers';

/** `80 of 100 licences in use, 3 people waiting`. */
export function licencesInUse({ seats, active, waiting }: Licences): string {
  const of = seats === null ? 'unlimited licences' : seats === 1 ? '1 licence' : `${numberOf(seats)} licences`;
  return `${numberOf(active)} of ${of} in use${waiting > 0 ? `, ${numberOf(waiting)} waiting` : ''}`;
}

/** How many licences it takes so that nobody waits; more than those who wait if licences were taken away. */
export const licencesMissing = ({ seats, active, waiting }: Licences): number =>
  seats === null ? 0 : Math.max(0, active + waiting - seats);
