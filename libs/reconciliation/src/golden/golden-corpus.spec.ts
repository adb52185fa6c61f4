import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Employee } from '@people-sync/contracts';
import { canonicalEmployee, employeeDigest } from '../employees/canonical-employee';
import { itemDigest } from '../plans/item-digest';
import { planHash } from '../plans/plan-hash';
import { tally } from '../plans/tally';
import { RULES_VERSION } from '../rules';
import { snapshotDigest } from '../snapshots/snapshot-digest';
import { employee, RulesTestkit } from '../verdicts/rules.testkit';
import { isPlanItem, problemCodes, type Verdict } from '../verdicts/verdict';

interface Corpus {
  readonly rules: number;
  readonly digestKey: string;
  /** Answers of one company, day by day; each row by what differs from an ordinary employee. */
  readonly days: readonly {
    readonly today: string;
    readonly rows: readonly (Partial<Employee> & Pick<Employee, 'employeeId'>)[];
    readonly expected: unknown;
  }[];
}

const corpus = JSON.parse(readFileSync(join(__dirname, 'rules-1.json'), 'utf8')) as Corpus;

/** A verdict as it stands in the corpus: what is decided, without what was given. */
function decided(verdict: Verdict): Record<string, unknown> {
  const { row, known: _known, ...rest } = verdict;
  return { employeeId: row.employeeId, ...rest, ...(isPlanItem(verdict) ? { digest: itemDigest(verdict) } : {}) };
}

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
    const employees = rows.map(({ employeeId, ...fields }) => employee(employeeId, fields));
    const hash = tenant.hash(employees, today);
    const verdicts = tenant.sync(employees, today);
    const digests = employees.map((one) => employeeDigest(one, corpus.digestKey));
    expect({
      canonical: canonicalEmployee(employees[0]!),
      digests,
      snapshot: snapshotDigest(digests),
      verdicts: verdicts.map(decided),
      counts: tally(verdicts, [], employees.length),
      hash,
    }).toEqual(expected);
  });

  it('has every kind of verdict, proof and problem', () => {
    const all = new RulesTestkit();
    const words = corpus.days.flatMap(({ today, rows }) =>
      all
        .sync(
          rows.map(({ employeeId, ...fields }) => employee(employeeId, fields)),
          today,
        )
        .map((one) => (one.kind === 'left' ? one.proof : one.kind === 'refused' ? one.problem.code : one.kind)),
    );
    const kinds = ['joined', 'rejoined', 'changed', 'ignored', 'unchanged', 'leaver-status', 'leaving-date'];
    const simple = problemCodes.filter((code) => !code.startsWith('identity-') && code !== 'protected');
    expect(new Set(words)).toEqual(new Set([...kinds, ...simple]));
  });

  it('pins the hash of a plan to base, policy, decisions and rules', () => {
    const content = { itemDigests: ['b'.repeat(64), 'a'.repeat(64)], base: 3, policy: 2, decisions: 1, rules: 1 };
    expect(planHash(content)).toBe('eebb6475e4c54c948bca69d75d0ad312f1e5b56bb49c04ae7da23b65423647c2');
    const others = [{ base: 4 }, { policy: 3 }, { decisions: 2 }, { rules: 2 }, { itemDigests: ['b'.repeat(64)] }];
    const hashes = others.map((other) => planHash({ ...content, ...other }));
    expect(new Set([planHash(content), ...hashes]).size).toBe(others.length + 1);
  });
});
