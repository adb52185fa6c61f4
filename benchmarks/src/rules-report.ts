import { allCpu, type Cost } from './cost';
import { STAGING } from './employee-reads';
import { fixed, table } from './markdown';
import type { QuietNights } from './scenarios/quiet-night';
import type { RulesFigures } from './scenarios/rules';

/** What the rules and the selection cost, beside the floor's whole pass on as many people, and what quiet nights load. */
export function rulesReport({ people, floor, rules, plan, nights }: RulesFigures): string {
  const row = (name: string, judged: number | undefined, cost: Omit<Cost, 'peakMb'>, peakMb?: number): string[] => [
    name,
    judged === undefined ? '' : String(judged),
    fixed(cost.wallSeconds, 3),
    fixed(cost.cpuSeconds, 3),
    fixed(cost.databaseCpuSeconds, 2),
    `${fixed(cost.wallSeconds / floor.wallSeconds, 3)}x`,
    `${fixed((cost.cpuSeconds + cost.databaseCpuSeconds) / allCpu(floor), 3)}x`,
    peakMb === undefined ? '' : fixed(peakMb, 0),
  ];
  const head = ['', 'rows judged', 'wall s', 'CPU s', 'PostgreSQL CPU s', 'wall ratio', 'CPU ratio', 'peak MB'];
  const costs = table([
    head,
    row('floor: its whole pass', undefined, floor, floor.peakMb),
    row('rules: who differs', rules.differing.rows, rules.differing, rules.differing.peakMb),
    row('rules: everybody, after new settings', rules.everything.rows, rules.everything, rules.everything.peakMb),
    row('rules: everybody, on the first day', rules.new.rows, rules.new, rules.new.peakMb),
    row('plan: who differs', plan.differing.judged, plan.differing.whole, plan.differing.whole.peakMb),
    row('– of it the selection', undefined, plan.differing.statements),
    row(
      'plan: everybody, after new settings',
      plan.everything.judged,
      plan.everything.whole,
      plan.everything.whole.peakMb,
    ),
    row('– of it the selection', undefined, plan.everything.statements),
  ]);
  const rest = `A plan's process has ${fixed(plan.differing.atRestMb, 0)} MB before it makes one.`;
  return `\n## Rules and selection: ${people} people, 3 % changed\n\n${costs}\n\n${rest}\n\n${nightsReport(nights)}\n`;
}

function nightsReport({ nothingOpen, open, withOpen }: QuietNights): string {
  const read = nothingOpen.reduce((sum, one) => sum + one.read, 0);
  const staged = (withOpen.find(({ table }) => table === STAGING)?.written ?? 0) / 2;
  const each = withOpen
    .filter(({ table }) => table !== STAGING)
    .map((one) => `${fixed(one.read / open, 1)} of ${one.table}`);
  return [
    `A quiet night with nothing open loads ${read} employees (limit 0).`,
    `With ${open} open problems it stages ${staged} rows and reads, for each, ${each.join(', ')}.`,
  ].join('\n');
}
