import type { Licences } from '@people-sync/contracts/api';
import { numberOf } from '../shell/numbers';

/** `80 of 100 licences in use, 3 waiting`. */
export function licencesInUse({ seats, active, waiting }: Licences): string {
  if (seats === null) return `${active === 1 ? '1 licence' : `${numberOf(active)} licences`} in use, without a limit`;
  return `${numberOf(active)} of ${seats === 1 ? '1 licence' : `${numberOf(seats)} licences`} in use${waiting > 0 ? `, ${numberOf(waiting)} waiting` : ''}`;
}

/** How many licences it takes so that nobody waits; more than those who wait if licences were taken away. */
export const licencesMissing = ({ seats, active, waiting }: Licences): number =>
  seats === null ? 0 : Math.max(0, active + waiting - seats);
