import { defaultPolicy, type Employee } from '@people-sync/contracts';
import { employeeDigest } from '../employees/canonical-employee';
import { nameOf } from '../employees/name-of';
import { itemDigest } from '../plans/item-digest';
import { planHash } from '../plans/plan-hash';
import { RULES_VERSION } from '../rules';
import { type BaseRow, difference } from '../snapshots/difference';
import { type DifferingRow, factsOf, type KnownFacts } from './differing-row';
import { judge, type JudgePolicy } from './judge';
import { matchByEmployeeId } from './matching';
import { isPlanItem, type Verdict } from './verdict';

/** An invented employee with an address of their own. */
export function employee(employeeId: string, overrides: Partial<Employee> = {}): Employee {
  return {
    employeeId,
    uniqueKey: null,
    email: `${employeeId.toLowerCase()}@tiles.example`,
    firstName: 'Ines',
    lastName: 'Faulkner',
    jobRole: 'Kiln Technician',
    location: 'Stoke-on-Trent',
    department: 'Production',
    reportsTo: null,
    reportsToEmployeeId: null,
    reportsToEmail: null,
    company: null,
    employmentType: null,
    status: '1',
    startDate: '2024-02-05',
    leavingDate: null,
    ...overrides,
  };
}

interface Row extends BaseRow {
  readonly status: string | null;
  readonly leavingDate: string | null;
}

/** A tenant held in maps: what the reconciler does with tables, told in as few words as possible. */
export class RulesTestkit {
  private base = new Map<string, Row>();
  private readonly open = new Set<string>();
  private readonly known = new Map<string, KnownFacts & { readonly name: string | null }>();
  /** Version of known. */
  private version = 0;

  constructor(
    private readonly policy: JudgePolicy = defaultPolicy,
    /** False: every row is judged each time. */
    private readonly shortCut = true,
  ) {}

  /** EmployeeIds of active people, in order. */
  active(): string[] {
    return [...this.known].filter(([, person]) => person.active).map(([id]) => id);
  }

  addressOf(employeeId: string): string | null | undefined {
    return this.known.get(employeeId)?.email;
  }

  /** Addresses of active people. */
  addresses(): (string | null)[] {
    return this.active().map((id) => this.addressOf(id) ?? null);
  }

  /** What the snapshot means, without applying it. */
  judge(employees: readonly Employee[], today: string): Verdict[] {
    const snapshot = new Map(employees.map((one) => [one.employeeId, employeeDigest(one, 'key')]));
    const { differing } = difference(this.base, snapshot, this.open, today);
    const wanted = new Set(this.shortCut ? differing : snapshot.keys());
    const rows: DifferingRow[] = employees
      .filter(({ employeeId }) => wanted.has(employeeId))
      .map((one) => ({
        row: factsOf(one, snapshot.get(one.employeeId) ?? ''),
        before: this.base.get(one.employeeId) ?? null,
        known: matchByEmployeeId(one.employeeId, this.known),
      }));
    const holders = new Map(
      [...this.known].flatMap(([employeeId, { active, email, personId, name }]) =>
        active && email !== null ? [[email, { personId, employeeId, name }]] : [],
      ),
    );
    const state = { tenantId: 'tiles', companyId: 'company', holderOf: (address: string) => holders.get(address) };
    return [...judge(rows, state, this.policy, today)];
  }

  /** The plan's hash, without applying it. */
  hash(employees: readonly Employee[], today: string): string {
    const items = this.judge(employees, today).filter(isPlanItem);
    return planHash({
      itemDigests: items.map(itemDigest),
      base: this.version,
      policy: 0,
      decisions: 0,
      rules: RULES_VERSION,
    });
  }

  /** Applies a snapshot; the verdicts in the order of its rows. */
  sync(employees: readonly Employee[], today: string): Verdict[] {
    const verdicts = this.judge(employees, today);
    if (verdicts.some(isPlanItem)) this.version += 1;
    const byId = new Map(employees.map((one) => [one.employeeId, one]));
    for (const verdict of verdicts) this.apply(verdict, byId.get(verdict.row.employeeId));
    this.base = new Map([...this.base].filter(([id]) => byId.has(id)));
    for (const id of this.open) if (!byId.has(id)) this.open.delete(id);
    return verdicts;
  }

  private apply(verdict: Verdict, received: Employee | undefined): void {
    const { row } = verdict;
    this.base.set(row.employeeId, { ...row, due: verdict.due });
    if (verdict.kind === 'refused') this.open.add(row.employeeId);
    else this.open.delete(row.employeeId);
    if (!isPlanItem(verdict) || !received) return;
    const { personId, sourceVersion } = verdict;
    const record = verdict.kind === 'left' ? verdict.known : row;
    this.known.set(row.employeeId, {
      personId,
      sourceVersion,
      active: verdict.kind !== 'left',
      digest: record.digest,
      email: record.email,
      name: nameOf(received),
      status: row.status,
      leavingDate: row.leavingDate,
      ignoredLeavingDate: 'ignoredLeavingDate' in verdict ? verdict.ignoredLeavingDate : null,
    });
  }
}
