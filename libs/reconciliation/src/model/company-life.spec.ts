import { safeguardNames } from '@people-sync/contracts';
import { propertyRuns, triedInFull } from '@people-sync/testing/property-runs';
import fc from 'fast-check';
import { problemCodes } from '../verdicts/verdict';
import { CompanyLife, companyLife, liedTo, stories } from './company-life.testkit';
import { RulesTenant } from './rules-tenant.testkit';

/** How many companies live. */
const RUNS = propertyRuns(2_000);

// The machine may be busy: a limit only ends a test that would hang.
jest.setTimeout(3_600_000);

describe('a company’s life, whatever happens in PeopleHR and whatever people decide', () => {
  it.each(Object.entries(stories))('%s', async (_, steps) => {
    await expect(new CompanyLife(new RulesTenant()).live(steps)).resolves.toBeUndefined();
  });

  it(`is what the semantics of a sync say, after every step, in ${RUNS} companies`, async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(companyLife, (steps) => new CompanyLife(new RulesTenant(), seen).live(steps)),
      { numRuns: RUNS, examples: Object.values(stories).map((steps) => [steps]) },
    );
    if (!triedInFull()) return;
    // Nothing is proven about what never came about.
    const kinds = ['joined', 'rejoined', 'changed', 'missing', 'decided', 'plan-outdated', 'exclusion-clash'];
    const endings = [
      'approved',
      'approved for leavers',
      'expired',
      'not now',
      'cancelled',
      'drafted',
      'answer-too-old',
      'in-newest-answer',
    ];
    const proofs = ['leaver-status', 'leaving-date', 'absent-twice', 'out-of-scope', 'settled-by-person'];
    // The rules stay the same all their lives: what new ones hold is shown by the reconciler's new-rules.int.spec.
    const safeguards = safeguardNames.filter((name) => name !== 'first-under-new-rules');
    expect([...seen.keys()]).toEqual(
      expect.arrayContaining([...kinds, ...endings, ...proofs, ...problemCodes, ...safeguards]),
    );
  });

  it('comes to the same end with lies in between that nobody accepted as without them', async () => {
    const seen = new Map<string, number>();
    await fc.assert(
      fc.asyncProperty(liedTo, async ({ life, lied }) => {
        const [told, heard] = [new CompanyLife(new RulesTenant()), new CompanyLife(new RulesTenant(), seen)];
        await told.live(life);
        await heard.live(lied);
        expect(await heard.outcome()).toEqual(await told.outcome());
      }),
      { numRuns: RUNS / 4 },
    );
    if (!triedInFull()) return;
    const ends = ['superseded', 'expired', 'not now', 'cancelled', 'previewed'].map((how) => `lie ${how}`);
    expect([...seen.keys()]).toEqual(expect.arrayContaining(ends));
  });
});
