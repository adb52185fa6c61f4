import type { Scope, ScopeEffect, ScopeFieldName, ScopeRule } from '@people-sync/contracts/api';
import { scopeFields } from '../api/policy.api';

/** Who of a field's values should be in WeThrive: everybody, only some, or everybody but some. */
export type Mode = 'everybody' | 'only' | 'but';

/** One field as it is being edited. */
export interface RuleDraft {
  readonly mode: Mode;
  /** PeopleHR's spelling; means nothing in the mode `everybody`. */
  readonly values: readonly string[];
}
export type ScopeDraft = Readonly<Record<ScopeFieldName, RuleDraft>>;

/** One value that can be ticked. */
export interface Choice {
  readonly value: string;
  /** Null as long as it is not known. */
  readonly employees: number | null;
  /** How the settings write it. */
  readonly named: readonly string[];
  readonly ticked: boolean;
  /** It is in the settings, and nobody in PeopleHR has it. */
  readonly gone: boolean;
}

/** Makes one thing of each field. */
const byField = <T>(make: (field: ScopeFieldName) => T): Readonly<Record<ScopeFieldName, T>> => ({
  employmentType: make('employmentType'),
  company: make('company'),
  location: make('location'),
  department: make('department'),
});

/** The scope as it is edited; including and excluding at once means including those that are not excluded. */
export const draftOf = (scope: Scope): ScopeDraft => byField((field) => ruleDraftOf(scope[field]));

function ruleDraftOf({ include, exclude }: ScopeRule): RuleDraft {
  if (include) return { mode: 'only', values: include.filter((value) => !exclude.includes(value)) };
  return exclude.length > 0 ? { mode: 'but', values: exclude } : { mode: 'everybody', values: [] };
}

/** What is sent and saved. */
export const scopeOf = (draft: ScopeDraft): Scope => byField((field) => ruleOf(draft[field]));

function ruleOf({ mode, values }: RuleDraft): ScopeRule {
  if (mode === 'only') return { include: values, exclude: [] };
  return { everything: true, exclude: mode === 'but' ? values : [] };
}

/** True if both mean the same, whatever the order of their values. */
export function isSame(one: ScopeDraft, other: ScopeDraft): boolean {
  const meaning = (draft: ScopeDraft): string =>
    JSON.stringify(
      scopeFields.map((field) => {
        const { include, exclude } = ruleOf(draft[field]);
        return [include && [...include].sort(), [...exclude].sort()];
      }),
    );
  return meaning(one) === meaning(other);
}

/** What is known of one field's values in PeopleHR. */
export type FieldEffect = Pick<ScopeEffect['fields'][number], 'values' | 'unmatched'>;
type Values = FieldEffect['values'];

/** As long as nothing is known. */
export const noEffect: FieldEffect = { values: [], unmatched: [] };

/**
 * What can be ticked: the values that occur, most frequent first, then those of the settings that nobody has. One value is
 * one choice, however the settings write it.
 */
export function choicesOf(draft: RuleDraft, { values, unmatched }: FieldEffect): Choice[] {
  const occurring = values.flatMap(({ value, employees, named }) =>
    value === null ? [] : [{ value, employees, named, ticked: isTicked(draft, [value, ...named]), gone: false }],
  );
  const others = draft.values
    .filter((value) => !occurring.some((choice) => [choice.value, ...choice.named].includes(value)))
    .map((value) => ({ value, employees: null, named: [value], ticked: true, gone: unmatched.includes(value) }));
  return [...occurring, ...others];
}

const isTicked = (draft: RuleDraft, spellings: readonly string[]): boolean =>
  spellings.some((value) => draft.values.includes(value));

/** How many employees have no value of this field. */
export const blanksOf = (values: Values): number => values.find(({ value }) => value === null)?.employees ?? 0;

/** With or without this value, in whichever spelling it was ticked. */
export function toggled(
  draft: RuleDraft,
  { value, named, ticked }: Pick<Choice, 'value' | 'named' | 'ticked'>,
): RuleDraft {
  const others = draft.values.filter((one) => one !== value && !named.includes(one));
  return { ...draft, values: ticked ? others : [...others, value] };
}
