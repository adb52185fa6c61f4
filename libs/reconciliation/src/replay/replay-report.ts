import { isDeepStrictEqual } from 'node:util';

/** Something that is one way in the record and another by the rules, or in a table. */
export interface ReplayDifference {
  readonly about: 'plan' | 'event' | 'person' | 'completeness';
  readonly syncId: string | null;
  readonly personId: string | null;
  /** The field of a plan or a person, or the type of an event. */
  readonly what: string;
  /** As it is recorded, and as it follows from the record before it; undefined: there is none. */
  readonly recorded: unknown;
  readonly expected: unknown;
}

/** A plan of which not everything could be compared, because people in it were erased since. */
export interface PartlyChecked {
  readonly syncId: string;
  /** Rows of its answer whose people were erased. */
  readonly rows: number;
  /** Events of which it cannot be told without these rows whether they follow. */
  readonly unsure: number;
}

/** What a replay compared, and what it found. */
export interface ReplayReport {
  /** `nothing-compared` is a failure: it never says that there are no differences. */
  readonly outcome: 'no-differences' | 'differences' | 'nothing-compared';
  readonly checked: { readonly plans: number; readonly events: number; readonly people: number };
  readonly partlyChecked: readonly PartlyChecked[];
  /** The first thousand; `count` counts all of them. */
  readonly differences: readonly ReplayDifference[];
  readonly count: number;
}

/** What is told of differences at most: of a record that is broken everything differs. */
const MOST_TOLD = 1_000;

/** Collects what is compared. */
export class Comparing {
  private readonly checked = { plans: 0, events: 0, people: 0 };
  private readonly partly = new Map<string, PartlyChecked>();
  private readonly told: ReplayDifference[] = [];
  private count = 0;

  counted(of: 'plans' | 'events' | 'people'): void {
    this.checked[of] += 1;
  }

  /** Of this plan not everything can be compared. */
  onlyPartly(syncId: string, rows: number): void {
    this.partly.set(syncId, this.partly.get(syncId) ?? { syncId, rows, unsure: 0 });
  }

  /** True of a plan that is checked in part: that something of it is not as expected is counted, and no difference. */
  isUnsure(syncId: string | null): boolean {
    const plan = this.partly.get(syncId ?? '');
    if (plan) this.partly.set(plan.syncId, { ...plan, unsure: plan.unsure + 1 });
    return plan !== undefined;
  }

  differs(difference: ReplayDifference): void {
    this.count += 1;
    if (this.told.length < MOST_TOLD) this.told.push(difference);
  }

  /** Compares the named fields of two values. */
  same<T extends object>(
    where: Pick<ReplayDifference, 'about' | 'syncId' | 'personId'>,
    { recorded, expected }: { readonly recorded: T; readonly expected: T },
    fields: readonly (keyof T & string)[],
  ): void {
    for (const field of fields) {
      const [one, other] = [recorded[field], expected[field]];
      if (!isSame(one, other)) this.differs({ ...where, what: field, recorded: one, expected: other });
    }
  }

  report(): ReplayReport {
    const { checked, partly, told, count } = this;
    const isNothing = checked.plans + checked.events + checked.people === 0;
    const outcome = count > 0 ? 'differences' : isNothing ? 'nothing-compared' : 'no-differences';
    return { outcome, checked: { ...checked }, partlyChecked: [...partly.values()], differences: [...told], count };
  }
}

/** The same in canonical form: the order of keys says nothing, nor does one that is there without a value. */
export const isSame = (one: unknown, other: unknown): boolean => isDeepStrictEqual(canonical(one), canonical(other));

const canonical = (value: unknown): unknown => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));
