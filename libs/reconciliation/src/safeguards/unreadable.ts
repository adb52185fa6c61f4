import type { DateField } from '../verdicts/standing';
import type { ProblemCode, Refused, Verdict } from '../verdicts/verdict';
import type { MeasuredSafeguard } from './measured-safeguard';

/** A few typing errors are their people's problems; more is an answer that is not understood. No setting changes it. */
export const UNREADABLE = { people: 3, fraction: 0.05 };

/** So many people's dates of one field decide something and cannot be read. */
export interface Unreadable {
  readonly field: DateField;
  readonly people: number;
}

/** By field. */
export function unreadable(verdicts: Iterable<Verdict>): Unreadable[] {
  const counts = { startDate: 0, leavingDate: 0 };
  for (const one of verdicts) {
    const field = one.kind === 'refused' ? unreadableField(one.problem.code) : undefined;
    if (field) counts[field] += 1;
  }
  return (['startDate', 'leavingDate'] as const).map((field) => ({ field, people: counts[field] }));
}

/** What a plan's refusals are told as: of a field that cannot be read for too many not one by one, but together. */
export function toldRefusals(
  refused: readonly Refused[],
  measured: readonly MeasuredSafeguard[],
): { readonly each: readonly Refused[]; readonly together: readonly Unreadable[] } {
  const tripped = measured.filter(({ name, tripped: isTripped }) => name === 'dates-unreadable' && isTripped);
  if (tripped.length === 0) return { each: refused, together: [] };
  const isTold = (field: DateField | undefined) => field !== undefined && tripped.some((one) => one.field === field);
  return {
    each: refused.filter(({ problem }) => !isTold(unreadableField(problem.code))),
    together: unreadable(refused).filter(({ field }) => isTold(field)),
  };
}

/** The field that a problem says cannot be read; undefined for other problems. */
export function unreadableField(code: ProblemCode): DateField | undefined {
  if (code === 'start-date-unreadable') return 'startDate';
  return code === 'leaving-date-unreadable' || code === 'leaver-date-unreadable' ? 'leavingDate' : undefined;
}
