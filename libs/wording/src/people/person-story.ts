import type { FieldChange, PersonVersion } from '@people-sync/contracts/api';
import { fieldTitle } from '../fields/field-labels';
import { whereTheyWork } from '../fields/shown-fields';

/** What one version of a person meant. */
export interface Moment {
  readonly version: number;
  /** RFC 3339. */
  readonly at: string;
  readonly title: string;
  /** The sync that made it; null: none did. */
  readonly syncId: string | null;
  /** Old and new values; empty where the title says it all. */
  readonly changes: readonly FieldChange[];
}

const fields = [...(['name', 'email'] as const), ...whereTheyWork, ...(['manager', 'unit', 'orgEmployeeId'] as const)];

/**
 * The versions of a person as what happened, in their order: newest first. Old values are those of the version before;
 * the oldest one at hand, unless it is the very first, has only the old address.
 */
export function storyOf(versions: readonly PersonVersion[]): Moment[] {
  return versions.map((version, index) => {
    const before = versions[index + 1];
    return {
      version: version.version,
      at: version.at,
      syncId: version.syncId,
      title: titleOf(version, before),
      changes: changesOf(version, before),
    };
  });
}

function titleOf(version: PersonVersion, before: PersonVersion | undefined): string {
  const waited = before?.person?.status === 'waiting';
  switch (version.kind) {
    case 'added':
      return waited ? 'Got a licence: active from now on' : 'Added from PeopleHR';
    case 'reactivated':
      return waited ? 'Got a licence: active again' : 'Came back: active again';
    case 'imported':
      return version.person?.status === 'waiting' ? 'Imported, waiting for a licence' : 'Imported';
    case 'deactivated':
      return 'Inactive from now on, data kept';
    case 'waiting':
      return before ? 'Came back, waiting for a licence' : 'Found in PeopleHR, waiting for a licence';
    case 'erased':
      return 'Data erased';
    case 'updated':
      return updateOf(version);
  }
}

/** What nobody sees in a field is said in words. */
function updateOf({ changed, person }: PersonVersion): string {
  if (changed.includes('email') && person?.email === null) return 'Gave up their email address to somebody new';
  if (changed.some((field) => fields.some((shown) => shown === field))) return 'Updated';
  if (changed.includes('notFromPeopleHr')) return 'Found in PeopleHR';
  return person?.reportsTo === null ? 'Their manager is not found among your people' : 'Their manager was found';
}

function changesOf(version: PersonVersion, before: PersonVersion | undefined): FieldChange[] {
  const { changed, oldEmail, person } = version;
  if (!person) return [];
  return fields
    .filter((field) => changed.includes(field))
    .flatMap((field) => {
      const oldValue = before ? before.person?.[field] : field === 'email' ? (oldEmail ?? null) : undefined;
      return oldValue === undefined ? [] : [{ field, label: fieldTitle(field), oldValue, newValue: person[field] }];
    });
}
