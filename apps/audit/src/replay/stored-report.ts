import { splitPersonal, catalogue, topicNames } from '@people-sync/contracts';
import type { PartlyChecked, ReplayDifference, ReplayReport } from '@people-sync/reconciliation';
import { type Content, valuesContent } from '../sealing/content';

/** How much was compared: plans and events that were judged again, and rows of tables. */
export interface Checked {
  readonly plans: number;
  readonly events: number;
  readonly people: number;
  readonly known: number;
  readonly keptPlans: number;
}

/** A difference as it is kept: what it says about somebody is sealed under their key, and goes with it. */
export interface StoredDifference extends Pick<ReplayDifference, 'about' | 'syncId' | 'personId' | 'what'> {
  /** Of what is sealed, in base64url; null: nothing is. */
  readonly sealed: string | null;
  /** Of a difference that is about nobody, as JSON. */
  readonly values: Values | null;
}

/** Both sides, as JSON; absent: there is none. */
export interface Values {
  readonly recorded?: string;
  readonly expected?: string;
}

/** What a replay found, as it is kept. */
export interface StoredReport {
  readonly checked: Checked;
  readonly count: number;
  readonly differences: readonly StoredDifference[];
  readonly partlyChecked: readonly PartlyChecked[];
}

/** A side that is longer is told in part: nobody reads more of it than that. */
const LONGEST = 8_000;

/** What is to be sealed of a difference; undefined if it is about nobody. */
export function contentOf(tenantId: string, difference: ReplayDifference): Content | undefined {
  const { personId } = difference;
  return personId === null ? undefined : valuesContent(tenantId, personId, valuesOf(difference));
}

/** The report as it is kept. @param hashOf what was sealed of it */
export function storedReport(
  { count, differences, partlyChecked }: ReplayReport,
  checked: Checked,
  hashOf: (difference: ReplayDifference) => string | null,
): StoredReport {
  return {
    ...{ checked, count, partlyChecked },
    differences: differences.map((difference) => {
      const { about, syncId, personId, what } = difference;
      const values = personId === null ? valuesOf(withoutPeople(difference)) : null;
      return { about, syncId, personId, what, sealed: hashOf(difference), values };
    }),
  };
}

const valuesOf = ({ recorded, expected }: Pick<ReplayDifference, 'recorded' | 'expected'>): Values => ({
  ...(recorded !== undefined && { recorded: textOf(recorded) }),
  ...(expected !== undefined && { expected: textOf(expected) }),
});

const textOf = (value: unknown): string => JSON.stringify(value).slice(0, LONGEST);

/** An event that is about nobody by its subject may name somebody all the same. */
function withoutPeople(difference: ReplayDifference): ReplayDifference {
  if (difference.about !== 'event') return difference;
  const blank = (data: unknown) => (data === undefined ? undefined : blanked(difference.what, data));
  return { ...difference, recorded: blank(difference.recorded), expected: blank(difference.expected) };
}

function blanked(type: string, data: unknown): unknown {
  const isOfShape = topicNames.some((topic) => catalogue.readingOn(topic, type)?.written.validate(data) === true);
  return isOfShape ? splitPersonal(type, data).skeleton : null;
}
