import { mappings } from '@people-sync/contracts';
import type { ExplanationStep, FieldChange } from '@people-sync/contracts/api';
import { fieldTitle } from '../fields/field-labels';
import { changeWords } from '../words/change-words';
import type { ToldPerson as Person, ToldVersion } from './story';

/** What a version may change; the status is told in words. */
const fields = [
  ...(['email', 'name'] as const),
  ...mappings.map(({ field }) => field),
  ...(['unit', 'weThriveId', 'orgEmployeeId'] as const),
] satisfies readonly (keyof Person)[];

/** What became of somebody in the People table, oldest first. @param versions newest first, without gaps. */
export const writtenSteps = (versions: readonly ToldVersion[]): ExplanationStep[] =>
  versions.map((version, index) => stepOf(version, versions[index + 1]?.person)).reverse();

function stepOf(version: ToldVersion, before: Person | undefined): ExplanationStep {
  const changes = before && version.person ? changesBetween(version.changed, before, version.person) : [];
  return {
    at: version.at,
    kind: 'written',
    sentence: sentenceOf(version, changes),
    syncId: version.syncId || null,
    actor: null,
    changes,
  };
}

const changesBetween = (changed: readonly string[], before: Person, after: Person): FieldChange[] =>
  fields
    .filter((field) => changed.includes(field) && (before[field] ?? null) !== (after[field] ?? null))
    .map((field) => ({
      field,
      label: fieldTitle(field),
      oldValue: before[field] ?? null,
      newValue: after[field] ?? null,
    }));

/** A write that no sync made gave somebody the licence that they had waited for. */
function sentenceOf({ kind, syncId, changed, person }: ToldVersion, changes: readonly FieldChange[]): string {
  const licence = syncId === '';
  switch (kind) {
    case 'added':
      return licence ? 'A licence came free: active in the People table.' : 'Added to the People table as active.';
    case 'reactivated':
      return licence ? 'A licence came free: active in the People table again.' : 'Active in the People table again.';
    case 'waiting':
      return 'All licences were in use: waiting for a licence.';
    case 'deactivated':
      return 'Set to inactive in the People table. Their data stay.';
    case 'imported':
      return 'Imported into the People table: they were in WeThrive before.';
    case 'erased':
      return 'Their data were erased.';
    default:
      if (changes.length === 0 && changed.includes('reportsTo')) {
        return person?.reportsTo === undefined
          ? 'Their manager is not found in the People table any more.'
          : 'Their manager was found in the People table.';
      }
      return changes.length === 0
        ? 'Written into the People table.'
        : `Written into the People table: ${changeWords(changes)}.`;
  }
}
