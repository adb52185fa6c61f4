import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics, nodeMetrics } from '@people-sync/platform';
import { parse } from 'yaml';
import { expositionIn } from '../system/exposition';
import { alertCases } from './alert-cases.testkit';
import { evaluate, type Scrapes } from './evaluate';
import { groupingsIn, selectorsIn } from './expression';

const root = join(__dirname, '../../../..');
const folder = (name: string): string => join(root, 'helm/people-sync', name);
const filesIn = (name: string): string[] => readdirSync(folder(name)).map((file) => join(folder(name), file));

interface Rule {
  readonly alert: string;
  readonly expr: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}
interface Panel {
  readonly title: string;
  readonly targets?: readonly { readonly expr: string; readonly legendFormat: string }[];
}

const rules = filesIn('alerts').flatMap((file) => {
  const { groups } = parse(readFileSync(file, 'utf8')) as { groups: { rules: Rule[] }[] };
  return groups.flatMap((group) => group.rules);
});
const panels = filesIn('dashboards').flatMap((file) => {
  const { panels: all } = JSON.parse(readFileSync(file, 'utf8')) as { panels: Panel[] };
  return all.flatMap(({ title, targets = [] }) => targets.map((target) => ({ title, ...target })));
});

/** Every name that can be asked for, with its labels. */
const series = new Map<string, readonly string[]>();
for (const { name, type, labels } of Object.values(metrics)) {
  if (type !== 'histogram') series.set(name, labels);
  else for (const end of ['bucket', 'sum', 'count']) series.set(`${name}_${end}`, [...labels, 'le']);
}
for (const { name } of nodeMetrics) series.set(name, []);
/** What Prometheus and every service of ours put on all of them. */
const everywhere = ['service', 'namespace'];

/** What an expression asks for that is not there. */
function wrongIn(expression: string): string[] {
  const written = expression.replaceAll('$__rate_interval', '5m');
  const selectors = selectorsIn(written);
  const labels = new Set([...everywhere, ...selectors.flatMap(({ name }) => series.get(name) ?? [])]);
  return [
    ...selectors.filter(({ name }) => !series.has(name)).map(({ name }) => name),
    ...selectors.flatMap(({ name, matchers }) =>
      matchers
        .filter(({ label }) => ![...everywhere, ...(series.get(name) ?? [])].includes(label))
        .map(({ label }) => `${name}{${label}}`),
    ),
    ...groupingsIn(written).filter((label) => !labels.has(label)),
    // Numbers of the installation are the same from every process.
    ...selectors
      .filter(({ name }) => Object.values(metrics).some((one) => one.name === name && one.of === 'installation'))
      .filter(({ name }) => new RegExp(`(sum|count|avg)( by \\([^)]*\\))? ?\\(${name}`).test(written))
      .map(({ name }) => `${name} is added up over processes`),
  ];
}

describe('the alerts', () => {
  it.each(rules.map((rule) => [rule.alert, rule] as const))('%s asks for what is declared, in PromQL', (_, rule) => {
    expect(wrongIn(rule.expr)).toEqual([]);
    const used = [...JSON.stringify(rule.annotations).matchAll(/\$labels\.(\w+)/g)].map(([, label]) => label!);
    const grouped = [...groupingsIn(rule.expr), ...(rule.expr.includes('absent(') ? ['service'] : [])];
    expect(used.filter((label) => !grouped.includes(label))).toEqual([]);
    expect(['critical', 'warning']).toContain(rule.labels['severity']);
  });

  it.each(rules.map((rule) => [rule.alert, rule] as const))(
    '%s is raised when it must be, and not else',
    (name, rule) => {
      const cases = alertCases[name];
      if (!cases) throw new Error('no case is tried');
      const raisedBy = (texts: readonly string[]): number => {
        const [first, ...more] = texts.map(expositionIn);
        const scrapes: Scrapes = [first!, ...more];
        return evaluate(rule.expr, scrapes, cases.now).length;
      };
      expect(cases.raises.length).toBeGreaterThan(0);
      for (const texts of cases.raises) expect([texts, raisedBy(texts) > 0]).toEqual([texts, true]);
      for (const texts of cases.quiet) expect([texts, raisedBy(texts) > 0]).toEqual([texts, false]);
    },
  );

  it('have a runbook each, and there is no other', () => {
    const page = readFileSync(join(root, 'docs/runbooks.md'), 'utf8');
    const books = [...page.matchAll(/^### (.+)$/gm)].map(([, title]) => title!);
    expect(books.sort()).toEqual(rules.map(({ alert }) => alert).sort());
    for (const { alert, annotations } of rules)
      expect(annotations['runbook']).toBe(`docs/runbooks.md#${alert.toLowerCase()}`);
    for (const book of page.split(/^### /m).slice(1)) {
      expect(book).toMatch(/\*\*Means\*\*[^]*\n1\. [^]*\n2\. [^]*\n3\. [^]*\*\*Do\*\*/);
    }
  });
});

describe('the dashboard', () => {
  it.each(panels.map((panel) => [`${panel.title}: ${panel.legendFormat}`, panel] as const))(
    'asks for what is declared: %s',
    (_, { expr, legendFormat }) => {
      expect(wrongIn(expr)).toEqual([]);
      const grouped = groupingsIn(expr.replaceAll('$__rate_interval', '5m'));
      const used = [...legendFormat.matchAll(/\{\{(\w+)\}\}/g)].map(([, label]) => label!);
      expect(used.filter((label) => !grouped.includes(label))).toEqual([]);
    },
  );

  it('shows every metric', () => {
    const shown = new Set(
      panels
        .flatMap(({ expr }) => selectorsIn(expr.replaceAll('$__rate_interval', '5m')))
        .map(({ name }) => name.replace(/_(bucket|sum|count)$/, '')),
    );
    const missing = Object.values(metrics)
      .map(({ name }) => name)
      .filter((name) => !shown.has(name));
    expect(missing).toEqual([]);
  });
});

describe('what compares them', () => {
  it.each([
    ['max by (state) (peoplesync_tenant)', ['peoplesync_tenant', 'state']],
    ['max by (tenant) (peoplesync_tenants)', ['tenant']],
    ['max(peoplesync_tenants{stat="x"})', ['peoplesync_tenants{stat}']],
    ['sum by (state) (peoplesync_tenants)', ['peoplesync_tenants is added up over processes']],
    ['sum(rate(peoplesync_sync_seconds[5m]))', ['peoplesync_sync_seconds']],
  ])('finds what is wrong in %s', (expression, wrong) => {
    expect(wrongIn(expression)).toEqual(wrong);
  });

  it('refuses what is no PromQL', () => {
    expect(() => wrongIn('sum by state (peoplesync_tenants)')).toThrow('no PromQL');
  });
});
