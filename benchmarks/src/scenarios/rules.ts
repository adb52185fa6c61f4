import { connectedCompanies } from '../companies';
import { connected } from '../connected';
import type { Cost } from '../cost';
import { tidy } from '../employee-reads';
import { allEnded, mustHave } from '../final-states';
import { prepareFloor } from '../floor/floor';
import { runFloor } from '../floor/run-floor';
import type { Measured } from '../measured-system';
import { inOwnProcess } from '../own-process';
import type { DryRunCost } from '../rules/dry-run.main';
import { stageChange, unstage } from '../rules/staged-change';
import { type QuietNights, quietNights } from './quiet-night';

const CHANGED = 0.03;

/** The rules alone, over rows that are at hand. */
export interface RulesCost extends Cost {
  /** How many were judged. */
  readonly rows: number;
}

/** What it costs to find out what 3 % changed people mean, beside the floor on as many. */
export interface RulesFigures {
  readonly people: number;
  readonly floor: Cost;
  readonly rules: Readonly<Record<'differing' | 'everything' | 'new', RulesCost>>;
  /** Selection, rules and safeguards over the database. */
  readonly plan: Readonly<Record<'differing' | 'everything', DryRunCost>>;
  readonly nights: QuietNights;
}

/** One company: rules, selection, memory, and what quiet nights load. */
export async function rulesFigures(system: Measured, people: number): Promise<RulesFigures> {
  const [tenant] = await connectedCompanies(system, { name: 'rules', tenants: 1, employees: people });
  if (!tenant) throw new Error('there is no company');
  const floorDatabase = await system.floorDatabase();
  await prepareFloor(floorDatabase);
  const rulesOf = (which: string) => inOwnProcess<RulesCost>('rules/rules.main.js', [people, CHANGED, which]);
  return connected(system.databaseUrl, async (watcher) => {
    await system.door.sync(tenant.tenantId);
    mustHave(await allEnded(watcher, [tenant.tenantId]), { joined: people });
    await runFloor(floorDatabase, system.peoplehr.url, [tenant]);
    const measured = await system.whileStopped(async () => ({
      rules: {
        differing: await rulesOf('differing'),
        everything: await rulesOf('everything'),
        new: await rulesOf('new'),
      },
      plan: await dryRuns(system.databaseUrl, tenant.tenantId),
    }));
    const nights = await quietNights(system, watcher, tenant, people);
    await system.peoplehr.change(tenant.companyId, CHANGED, 3);
    const floor = await runFloor(floorDatabase, system.peoplehr.url, [tenant]);
    return { people, floor, ...measured, nights };
  });
}

async function dryRuns(databaseUrl: string, tenantId: string): Promise<RulesFigures['plan']> {
  await tidy(databaseUrl);
  const staged = await stageChange(databaseUrl, tenantId, CHANGED);
  const dryRun = async (mode: string, judged: number): Promise<DryRunCost> => {
    const cost = await inOwnProcess<DryRunCost>('rules/dry-run.main.js', [databaseUrl, JSON.stringify(staged), mode]);
    if (cost.judged === judged && cost.items === staged.changed) return cost;
    throw new Error(`${judged} rows should be judged with ${staged.changed} changes: ${JSON.stringify(cost)}`);
  };
  const plan = {
    differing: await dryRun('apply', staged.changed),
    everything: await dryRun('repair', staged.people),
  };
  await unstage(databaseUrl, staged);
  return plan;
}
