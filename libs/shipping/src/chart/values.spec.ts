import Ajv from 'ajv';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { onlyIn } from './values-of-modes';
import { schemaOf } from './values-schema';
import { tableOf } from './values-table';
import { valuesIn } from './values-file';

const chart = join(__dirname, '../../../../helm/people-sync');
const inChart = (name: string): string => readFileSync(join(chart, name), 'utf8');

/** The page with what stands between its marks anew. */
function withTable(page: string, table: string): string {
  const [begin, end] = ['<!-- values -->', '<!-- /values -->'];
  const [from, to] = [page.indexOf(begin), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error('the page has no place for the values');
  const kept = `<!-- prettier-ignore-start -->\n\n${table}\n\n<!-- prettier-ignore-end -->`;
  return `${page.slice(0, from + begin.length)}\n\n${kept}\n\n${page.slice(to)}`;
}

describe("the chart's values", () => {
  const values = valuesIn(inChart('values.yaml'));
  const removed = Object.keys(parse(inChart('files/removed.yaml')) as Record<string, string>);

  it('are all in the schema, the page and the list of modes, as their file has them (UPDATE_DOCS=1 writes them anew)', () => {
    const head = '# What only one mode reads, as it is when nobody says otherwise. Made from values.yaml by a test.\n';
    const made = {
      'README.md': withTable(inChart('README.md'), tableOf(values)),
      'values.schema.json': `${JSON.stringify(schemaOf(values, removed), undefined, 2)}\n`,
      'files/modes.yaml': head + stringify(onlyIn(values), { singleQuote: true }),
    };
    for (const [name, text] of Object.entries(made)) {
      if (process.env['UPDATE_DOCS'] === '1') writeFileSync(join(chart, name), text);
      expect(inChart(name)).toBe(text);
    }
  });
});

describe('a schema made from a values file', () => {
  const accepts = (text: string, given: unknown): boolean =>
    new Ajv({ strict: false }).validate(schemaOf(valuesIn(text)), given);

  it('refuses what is misspelt, at every depth, and what is of another type', () => {
    const text = 'kafka:\n  # Where.\n  brokers: ""\n  tls: { enabled: false }\n';
    expect(accepts(text, { kafka: { brokers: 'a:1', tls: { enabled: true } } })).toBe(true);
    expect(accepts(text, { kafak: {} })).toBe(false);
    expect(accepts(text, { kafka: { tls: { enable: true } } })).toBe(false);
    expect(accepts(text, { kafka: { brokers: 1 } })).toBe(false);
  });

  it('knows what a comment says beyond the example', () => {
    const text =
      '# @schema {"enum": ["hook", "job"]}\nmode: hook\n# @schema {"additionalProperties": {"type": "string"}}\nlabels: {}\n';
    expect(accepts(text, { mode: 'job', labels: { a: 'b' } })).toBe(true);
    expect(accepts(text, { mode: 'jbo' })).toBe(false);
    expect(accepts(text, { labels: { a: 1 } })).toBe(false);
  });

  it('gives a service what all services have, and its own', () => {
    const text =
      'defaults:\n  # @schema {"minimum": 0}\n  replicas: 2\n  strategy: { surge: 0 }\n# @like defaults\ngateway:\n  strategy: { surge: 1 }\n  http: 80\n';
    expect(accepts(text, { gateway: { replicas: 3, http: 8080, strategy: { surge: 2 } } })).toBe(true);
    expect(accepts(text, { gateway: { replicas: -1 } })).toBe(false);
    expect(accepts(text, { defaults: { http: 80 } })).toBe(false);
    expect(accepts(text, { gateway: { strategy: { surgery: 2 } } })).toBe(false);
  });

  it('lets a removed value through, of which the chart says what to do instead', () => {
    const schema = schemaOf(valuesIn('kafka:\n  brokers: ""\n'), ['replicaCount', 'kafka.enabled']);
    const ajv = new Ajv({ strict: false });
    expect(ajv.validate(schema, { replicaCount: 2, kafka: { enabled: true } })).toBe(true);
    expect(ajv.validate(schema, { kafka: { replicaCount: 2 } })).toBe(false);
  });

  it('is not made of a file that does not say what may be in an empty map', () => {
    expect(() => valuesIn('labels: {}\n')).toThrow('labels: say what may be in it');
  });
});
