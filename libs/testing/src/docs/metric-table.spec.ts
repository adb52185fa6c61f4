import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { metrics, nodeMetrics, serviceSchemas } from '@people-sync/platform';
import { withPart } from './configuration-table';
import { metricTable, nodeMetricTable } from './metric-table';

const page = join(__dirname, '../../../../docs/metrics.md');
const all = Object.values(metrics);

describe('the page about metrics', () => {
  it('lists every metric as it is declared (UPDATE_DOCS=1 writes it anew)', () => {
    let text = readFileSync(page, 'utf8');
    text = withPart(text, 'metrics', metricTable(all, Object.keys(serviceSchemas).length));
    text = withPart(text, 'node', nodeMetricTable(nodeMetrics));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });
});

describe('the declared metrics', () => {
  it('have names as Prometheus wants them: of this system, with the unit, each once', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
    for (const { name, type } of all) {
      expect(name).toMatch(/^peoplesync(_[a-z]+)+$/);
      expect([name, name.endsWith('_total')]).toEqual([name, type === 'counter']);
      if (type === 'histogram') expect(name).toMatch(/_seconds$/);
    }
  });

  it('have no label for a company or a person: only for words that are known beforehand', () => {
    const labels = new Set(all.flatMap(({ labels }): readonly string[] => labels));
    expect([...labels].sort()).toEqual([
      'action',
      'code',
      'door',
      'handler',
      'key_id',
      'level',
      'outcome',
      'partition',
      'reason',
      'result',
      'revision',
      'state',
      'step',
      'target',
      'topic',
      'version',
    ]);
  });
});
