import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { topics } from '@people-sync/contracts';
import { getMetadataStorage } from 'class-validator';
import { configurationTable, type Variable, withPart } from './configuration-table';
import { docCommentsIn } from './doc-comments';
import { table } from './event-pages';

const root = join(__dirname, '../../../..');
const page = join(root, 'docs/operations.md');

/** Each configuration class with its place on the page. */
const classes: readonly { readonly part: string; readonly file: string; readonly name: string }[] = [
  { part: 'every service', file: 'libs/platform/src/config/service.config.ts', name: 'ServiceConfig' },
  { part: 'tracing', file: 'libs/platform/src/config/tracing.config.ts', name: 'TracingConfig' },
  { part: 'kafka', file: 'libs/platform/src/config/kafka.config.ts', name: 'KafkaConfig' },
  { part: 'user facing', file: 'libs/platform/src/config/service.config.ts', name: 'UserFacingConfig' },
  { part: 'gateway', file: 'apps/gateway/src/gateway.config.ts', name: 'GatewayConfig' },
  { part: 'credentials', file: 'apps/credentials/src/credentials.config.ts', name: 'CredentialsConfig' },
  { part: 'peoplehr-fetcher', file: 'apps/peoplehr-fetcher/src/fetcher.config.ts', name: 'FetcherConfig' },
  { part: 'audit', file: 'apps/audit/src/audit.config.ts', name: 'AuditConfig' },
  { part: 'roles', file: 'libs/platform/src/config/service-roles.config.ts', name: 'ServiceRolesConfig' },
  { part: 'single', file: 'apps/single/src/single.config.ts', name: 'SingleConfig' },
  { part: 'provision database', file: 'apps/provision/src/provision.config.ts', name: 'DatabaseProvisionConfig' },
  { part: 'provision topics', file: 'apps/provision/src/provision.config.ts', name: 'TopicsProvisionConfig' },
  { part: 'check', file: 'apps/check/src/check.config.ts', name: 'CheckConfig' },
  { part: 'npm start', file: 'apps/all-in-one/src/all-in-one.config.ts', name: 'AllInOneConfig' },
];

/** Two that add nothing to every service's. */
const plain = [
  { file: 'apps/reconciler/src/reconciler.config.ts', name: 'ReconcilerConfig' },
  { file: 'apps/wethrive-writer/src/wethrive-writer.config.ts', name: 'WethriveWriterConfig' },
];

/** What the class itself declares; what it inherits is in its parent's table. */
async function variablesOf({ file, name }: { readonly file: string; readonly name: string }): Promise<Variable[]> {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  const module = (await import(path)) as Record<string, new () => object>;
  const made = module[name];
  if (!made) throw new Error(`${file} has no ${name}`);
  const config = new made();
  const comments = docCommentsIn(source);
  const metadata = getMetadataStorage().getTargetValidationMetadatas(made, '', true, false);
  const own = new RegExp(`class ${name} [^]*?\\n}`).exec(source)?.[0] ?? '';
  const names = [...new Set(metadata.map(({ propertyName }) => propertyName))];
  return names
    .filter((variable) => new RegExp(`^  (override )?${variable}\\b`, 'm').test(own))
    .sort((one, other) => own.indexOf(`  ${one}`) - own.indexOf(`  ${other}`))
    .map((variable) => ({
      name: variable,
      fallback: Reflect.get(config, variable) as unknown,
      optional: metadata.some(
        ({ propertyName, type }) => propertyName === variable && type === 'conditionalValidation',
      ),
      meaning: comments.in.get(`${name}.${variable}`) ?? '',
    }));
}

describe('the page for operators', () => {
  it('lists every variable of every service and every topic, as they are declared (UPDATE_DOCS=1 writes it anew)', async () => {
    let text = readFileSync(page, 'utf8');
    for (const one of classes) text = withPart(text, one.part, configurationTable(await variablesOf(one)));
    const list = topics.map(({ name, partitions, retentionMs }) => [`\`${name}\``, `${partitions}`, `${retentionMs}`]);
    text = withPart(text, 'topics', table(['topic', 'partitions', '`retention.ms`'], list));
    if (process.env['UPDATE_DOCS'] === '1') writeFileSync(page, text);
    expect(readFileSync(page, 'utf8')).toBe(text);
  });

  it('finds a sentence on every variable in its class', async () => {
    const variables = (await Promise.all(classes.map(variablesOf))).flat();
    expect(variables.length).toBeGreaterThan(60);
    expect(variables.filter(({ meaning }) => !/\w.*\.$/.test(meaning)).map(({ name }) => name)).toEqual([]);
  });

  it('may leave out the services that read nothing else', async () => {
    for (const one of plain) expect([one.name, await variablesOf(one)]).toEqual([one.name, []]);
  });
});
