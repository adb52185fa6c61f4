import type { EmployeeField } from '@people-sync/contracts';

/** One field of a person's record, before and after. */
export interface FieldChange {
  readonly field: EmployeeField;
  readonly old: string | null;
  readonly new: string | null;
}

/** Which values a field got: from how many different old ones, for how many people. */
interface Becoming {
  people: number;
  readonly from: Set<string>;
}

/** What all changes of a plan together do to each field; small, however many people change. */
export class FieldTotals {
  private readonly blanks = new Map<EmployeeField, number>();
  private readonly becoming = new Map<EmployeeField, Map<string, Becoming>>();

  /** Counts the changes of one person. */
  add(changes: readonly FieldChange[]): void {
    for (const { field, old, new: value } of changes) {
      if (value === null) this.blanks.set(field, (this.blanks.get(field) ?? 0) + 1);
      else if (old !== null) this.becomes(field, old, value);
    }
  }

  /** Fields of which at least one value went blank, and for how many people; by name. */
  goneBlank(): { readonly field: EmployeeField; readonly people: number }[] {
    return [...this.blanks].sort(byField).map(([field, people]) => ({ field, people }));
  }

  /** Of each field the value that most people got, if they had two or more different ones before; by name. */
  becameOneValue(): { readonly field: EmployeeField; readonly people: number }[] {
    return [...this.becoming].sort(byField).flatMap(([field, values]) => {
      const people = Math.max(0, ...[...values.values()].map((one) => (one.from.size > 1 ? one.people : 0)));
      return people > 0 ? [{ field, people }] : [];
    });
  }

  /** The values of a field that more than so many people got, if they had two or more different ones before. */
  valuesOf(field: EmployeeField, moreThan: number): Set<string> {
    const values = [...(this.becoming.get(field) ?? [])];
    return new Set(values.flatMap(([value, { people, from }]) => (from.size > 1 && people > moreThan ? [value] : [])));
  }

  /** Filling a blank is no loss: only people who had a value count. */
  private becomes(field: EmployeeField, old: string, value: string): void {
    const values = this.becoming.get(field) ?? new Map<string, Becoming>();
    this.becoming.set(field, values);
    const one = values.get(value) ?? { people: 0, from: new Set<string>() };
    values.set(value, one);
    one.people += 1;
    // Two are enough to know that there were different ones.
    if (one.from.size < 2) one.from.add(old);
  }
}

const byField = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0;
