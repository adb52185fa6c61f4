import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { defaultPolicy, type Employee, type Policy } from '@people-sync/contracts';
import { canonicalEmployee, employeeDigest } from '../employees/canonical-employee';
import { itemDigest } from '../plans/item-digest';
import { planHash } from '../plans/plan-hash';
import { tally } from '../plans/tally';
import { RULES_VERSION } from '../rules';
import { snapshotDigest } from '../snapshots/snapshot-digest';
import { leavingKey } from '../verdicts/kept-keys';
import type { ImportedPerson } from '../known/known-person';
import { type Answer, employee, RulesTestkit } from '../verdicts/rules.testkit';
import { type AbsenceVerdict, isPlanItem, type PlanItem, problemCodes, type Verdict } from '../verdicts/verdict';

type Row = Partial<Employee> & Pick<Employee, 'employeeId'>;

/** What somebody settles before an answer comes; people are meant by the EmployeeId that is theirs then. */
interface Settling {
  /** By EmployeeId whose row it is. */
  readonly same?: Readonly<Record<string, string>>;
  readonly new?: readonly string[];
  readonly left?: readonly string[];
  readonly keep?: readonly string[];
  /** Of leavers whose last day cannot be read. */
  readonly hasLeft?: readonly string[];
  readonly notYet?: readonly string[];
  readonly leaveOut?: readonly string[];
  readonly protect?: readonly string[];
}

interface Step extends Pick<Answer, 'today' | 'takenAt' | 'companyId'> {
  readonly rows: readonly Row[];
  readonly policy?: { readonly scope: Partial<Policy['scope']> };
  readonly settle?: Settling;
  /** EmployeeIds of whom somebody says no to what this answer leads to. */
  readonly no?: readonly string[];
  readonly expected: unknown;
}

interface Corpus {
  readonly rules: number;
  readonly digestKey: string;
  /** Answers of one company, day by day; each row by what differs from an ordinary employee. */
  readonly days: readonly { readonly today: string; readonly rows: readonly Row[]; readonly expected: unknown }[];
  /** Companies whose people are looked for, settled, missing, left out and kept. */
  readonly stories: readonly {
    readonly name: string;
    readonly imports?: readonly ImportedPerson[];
    readonly steps: readonly Step[];
  }[];
}

const corpus = JSON.parse(readFileSync(join(__dirname, 'rules-1.json'), 'utf8')) as Corpus;

/**
 * Safeguards of which the corpus tells. Another one holds back no plan of it, or that is the next version of the rules;
 * what it counted meanwhile is nothing that a plan rests on.
 */
const recorded = new Set(
  [...JSON.stringify(corpus).matchAll(/"held":\[(.*?)\]/g)].flatMap(([, held = '']) =>
    [...held.matchAll(/"name":"([a-z-]+)"/g)].map(([, name]) => name),
  ),
);

const employeesOf = (rows: readonly Row[]): Employee[] =>
  rows.map(({ employeeId, ...fields }) => employee(employeeId, fields));

/** A verdict as it stands in the corpus: what is decided, without what was given. */
function decided(
  verdict: Verdict | AbsenceVerdict,
  keysOf: (item: PlanItem) => string[] = () => [],
): Record<string, unknown> {
  const { known, ...rest } = verdict;
  const row = 'row' in verdict ? verdict.row : null;
  const { item: _item, ...facts }: Record<string, unknown> = { ...rest, row: undefined };
  const kept = verdict.kind === 'kept' ? { kept: keysOf(verdict.item) } : {};
  return JSON.parse(
    JSON.stringify({
      employeeId: row?.employeeId ?? known?.employeeId,
      ...facts,
      ...kept,
      ...(isPlanItem(verdict) ? { digest: itemDigest(verdict) } : {}),
    }),
  ) as Record<string, unknown>;
}

/** Stories are told by an in-memory tenant, with and without the short cut. */
function tell(tenant: RulesTestkit, { rows, policy, settle = {}, no = [], today, takenAt, companyId }: Step) {
  const employees = employeesOf(rows);
  const row = (id: string) => employees.find(({ employeeId }) => employeeId === id) ?? employee(id);
  const person = (id: string) => tenant.personOf(id)?.personId ?? '';
  if (policy) tenant.policy = { ...tenant.policy, scope: { ...defaultPolicy.scope, ...policy.scope } };
  if (settle.protect) tenant.policy = { ...tenant.policy, protectedPeople: settle.protect.map(person) };
  for (const [id, whose] of Object.entries(settle.same ?? {})) {
    tenant.settleIdentity(id, { kind: 'same-person', personId: person(whose), about: row(id) });
  }
  for (const id of settle.new ?? []) {
    tenant.settleIdentity(id, { kind: 'new-person', personId: null, about: row(id) });
  }
  const { missing, leavers, leftOut } = tenant.settlements;
  const leaver = (word: 'left' | 'not-yet', ids: readonly string[] = []) =>
    ids.map((id) => [person(id), { word, about: leavingKey(row(id)) }] as const);
  const word = (as: 'left' | 'keep') => (settle[as] ?? []).map((id) => [person(id), as] as const);
  tenant.settle({
    missing: new Map([...missing, ...word('left'), ...word('keep')]),
    leavers: new Map([...leavers, ...leaver('left', settle.hasLeft), ...leaver('not-yet', settle.notYet)]),
    leftOut: new Set([...leftOut, ...(settle.leaveOut ?? []).map(person)]),
  });
  const answer: Answer = {
    employees,
    today,
    ...(takenAt === undefined ? {} : { takenAt }),
    ...(companyId === undefined ? {} : { companyId }),
  };
  const said = tenant.items(answer).filter(({ row, known }) => no.includes(row?.employeeId ?? known?.employeeId ?? ''));
  tenant.sayNo(said.map((one) => [one.personId, tenant.keysOf(one, answer)] as const));
  const held = tenant.measured(answer).filter(({ name, tripped }) => tripped || recorded.has(name));
  const quick = tenant.plan(answer);
  const plan = tenant.plan(answer, true);
  expect(quick.hash).toBe(plan.hash);
  const keysOf = (item: PlanItem) => tenant.keysOf(item, answer);
  const [verdicts, absences] = [plan.verdicts, plan.absences].map((all) => all.map((one) => decided(one, keysOf)));
  tenant.apply(answer, plan);
  return {
    verdicts,
    absences,
    endedNoes: plan.endedNoes,
    noLongerAsked: plan.noLongerAsked,
    held,
    kept: plan.kept,
    counts: plan.counts,
    hash: plan.hash,
  };
}

/** What a verdict is called in the list of everything that occurs. */
const wordOf = (verdict: Record<string, unknown>): unknown => {
  const { kind, proof, problem } = verdict;
  if (kind === 'refused') return (problem as { code: string }).code;
  return kind === 'left' ? proof : kind;
};

/**
 * Stored digests, plans that wait for an approval, and replays of years rest on these values. A change that alters one
 * of them is not to be written into the corpus: it is the next version of the rules.
 */
describe('the golden corpus of rules 1', () => {
  const tenant = new RulesTestkit();

  it('belongs to these rules', () => {
    expect(RULES_VERSION).toBe(corpus.rules);
  });

  it.each(corpus.days)('$today: every digest, verdict and hash is as recorded', ({ today, rows, expected }) => {
    const employees = employeesOf(rows);
    const hash = tenant.hash(employees, today);
    const verdicts = tenant.sync(employees, today);
    const digests = employees.map((one) => employeeDigest(one, corpus.digestKey));
    expect({
      canonical: canonicalEmployee(employees[0]!),
      digests,
      snapshot: snapshotDigest(digests),
      verdicts: verdicts.map((one) => decided(one)),
      counts: tally(verdicts, [], employees.length),
      hash,
    }).toEqual(expected);
  });

  it.each(corpus.stories)('$name: every verdict, absence, safeguard and hash is as recorded', ({ imports, steps }) => {
    const company = new RulesTestkit();
    if (imports) company.import(imports);
    for (const step of steps) expect(tell(company, step)).toEqual(step.expected);
  });

  it('has every kind of verdict, proof and problem', () => {
    const all = new RulesTestkit();
    const days = corpus.days.flatMap(({ today, rows }) =>
      all.sync(employeesOf(rows), today).map((one) => decided(one)),
    );
    const stories = corpus.stories.flatMap(({ imports, steps }) => {
      const company = new RulesTestkit();
      if (imports) company.import(imports);
      return steps.flatMap((step) => {
        const { verdicts, absences } = tell(company, step);
        return [...(verdicts ?? []), ...(absences ?? [])];
      });
    });
    const kinds = ['joined', 'rejoined', 'changed', 'ignored', 'unchanged', 'kept', 'missing'];
    const proofs = ['leaver-status', 'leaving-date', 'absent-twice', 'out-of-scope', 'settled-by-person'];
    expect(new Set([...days, ...stories].map(wordOf))).toEqual(new Set([...kinds, ...proofs, ...problemCodes]));
  });

  it('pins the hash of a plan to base, policy, decisions, rules and what was settled for it alone', () => {
    const content = {
      itemDigests: ['b'.repeat(64), 'a'.repeat(64)],
      base: 3,
      policy: 2,
      decisions: 1,
      rules: 1,
      tentative: [],
    };
    expect(planHash(content)).toBe('cea8f1d63e0ebfccf597a8b8d852e3b54b38341df5e00c159270f986b616a6e3');
    const others = [
      { base: 4 },
      { policy: 3 },
      { decisions: 2 },
      { rules: 2 },
      { tentative: ['d'] },
      { itemDigests: ['b'.repeat(64)] },
    ];
    const hashes = others.map((other) => planHash({ ...content, ...other }));
    expect(new Set([planHash(content), ...hashes]).size).toBe(others.length + 1);
  });
});
