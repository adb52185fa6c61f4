import { number, people } from '../words/counted';

/** How many licences a company has, and who uses them. */
export interface LicenceFacts {
  /** null: there is no limit. */
  readonly seats: number | null;
  readonly active: number;
  readonly waiting: number;
}

const licences = (count: number): string => (count === 1 ? '1 licence' : `${number(count)} licences`);

/** How many it takes so that nobody waits; more than those who wait if licences were taken away. */
export const licencesMissing = ({ seats, active, waiting }: LicenceFacts): number =>
  seats === null ? 0 : Math.max(0, active + waiting - seats);

/** `80 of 100 licences in use, 3 waiting`. */
export function licencesInUse({ seats, active, waiting }: LicenceFacts): string {
  if (seats === null) return `${licences(active)} in use, without a limit`;
  return `${number(active)} of ${licences(seats)} in use${waiting > 0 ? `, ${number(waiting)} waiting` : ''}`;
}

/** What becomes of those who wait, and what to do; null if nobody does. */
export function licencesNextStep(facts: LicenceFacts): string | null {
  if (facts.waiting === 0) return null;
  const missing = licencesMissing(facts);
  if (missing === 0) return 'There are licences: they are added in a moment.';
  const needed = missing === 1 ? '1 more licence is' : `${number(missing)} more licences are`;
  return `${needed} needed. Ask your WeThrive account manager; then they are added by themselves.`;
}

/** What changes that are not applied yet do with licences. */
export interface LicenceNeed {
  /** Those who join or come back, and those who wait already: they come first. */
  readonly wanted: number;
  /** After those who leave. */
  readonly free: number;
  readonly leaving: number;
}

/** How many licences the changes take, and how many are free; null if nobody needs one. */
export function licencesNeeded({ wanted, free, leaving }: LicenceNeed): string | null {
  if (wanted === 0) return null;
  const need = `You need ${licences(wanted)}, ${number(free)} ${free === 1 ? 'is' : 'are'} free`;
  const after = leaving > 0 ? ' after those who leave' : '';
  const missing = Math.max(0, wanted - free);
  if (missing === 0) return `${need}${after}.`;
  return `${need}${after}: ${people(missing)} would wait for a licence. They are added by themselves as soon as there are more. Ask your WeThrive account manager for more.`;
}
