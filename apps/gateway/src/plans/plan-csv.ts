import type { Plan, PlanState } from '@people-sync/contracts/api';
import { fieldLabel, proofWords } from '@people-sync/wording';
import { CSV_BOM, csvLine } from '../csv/csv-writer';

const columns = ['personId', 'employeeId', 'name', 'email', 'change', 'field', 'before', 'after', 'why', 'outcome'];

/** The beginning of the file. */
export const planCsvHeader = CSV_BOM + csvLine(columns);

const changes: Readonly<Record<string, string>> = {
  joined: 'joins',
  rejoined: 'comes back',
  changed: 'changes',
  left: 'becomes inactive',
};

/** What became of a plan's changes, as a word or two. */
const outcomes: Readonly<Record<PlanState, string>> = {
  applying: 'applied',
  approved: 'applied',
  applied: 'applied',
  held: 'waits for an OK',
  previewed: 'preview, not applied',
  rejected: 'not applied',
  expired: 'not applied',
  superseded: 'not applied',
  cancelled: 'not applied',
  dropped: 'not applied',
};

/** One line per changed field of each person; of whoever changes as a whole, one line. */
export function planCsvLines({ items, state, leaversOnly }: Pick<Plan, 'items' | 'state' | 'leaversOnly'>): string {
  return items
    .flatMap((item) => {
      const whom = [item.personId, item.employeeId, item.name, item.email, changes[item.kind] ?? item.kind];
      const why = item.proof === null ? null : proofWords(item.proof);
      const undecided = leaversOnly && item.proof !== 'leaver-status' && item.proof !== 'leaving-date';
      const applied = undecided ? 'not applied, still undecided' : outcomes[state];
      const outcome = item.leftOut ? 'left out, not applied' : applied;
      const fields = item.changes.map(({ field, oldValue, newValue }) => [fieldLabel(field), oldValue, newValue]);
      return (fields.length === 0 ? [[null, null, null]] : fields).map((field) =>
        csvLine([...whom, ...field, why, outcome]),
      );
    })
    .join('');
}
