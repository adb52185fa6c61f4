import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, othersThan } from './catalogue';
import type { EventDefinition } from './define-event';
import { decodeEvent } from './envelope';
import { EmployeeAdded, PlanMade } from './events/changes.event';
import { firstSample } from './first-sample.testkit';
import { topicNames } from './topics';

const samples = join(__dirname, '..', 'samples');
const definitions = [...new Set(topicNames.flatMap((topic) => catalogue.on(topic)))];
const lockFile = join(samples, 'schemas.lock.json');
const locked: Record<string, string> = JSON.parse(readFileSync(lockFile, 'utf8'));
const hashOf = ({ schema }: EventDefinition): string =>
  createHash('sha256').update(JSON.stringify(schema)).digest('hex');
/** UPDATE_DOCS=1 writes down versions that are new, and mends nothing. */
const updates = process.env['UPDATE_DOCS'] === '1';
const sampleOf = (file: string): string => readFileSync(join(samples, file), 'utf8');
// Before the tests are declared, one of which is made of each file.
if (updates) {
  for (const one of definitions.toSorted((a, b) => a.version - b.version)) {
    const file = `${one.name}.v${one.version}.json`;
    if (!existsSync(join(samples, file))) writeFileSync(join(samples, file), firstSample(one, sampleOf));
  }
}
const lock = updates ? { ...Object.fromEntries(definitions.map((one) => [one.type, hashOf(one)])), ...locked } : locked;

describe('the catalogue of events', () => {
  beforeAll(() => {
    if (lock !== locked) writeFileSync(lockFile, `${JSON.stringify(lock, null, 2)}\n`);
  });

  it.each(definitions.map((d) => [d.type, d] as const))('%s is still what was published', (type, definition) => {
    // A published version never changes: declare a new version with an upcast instead of mending this hash.
    expect(hashOf(definition)).toBe(lock[type]);
  });

  it('forgets no version that was ever published', () => {
    expect(definitions.map((d) => d.type).sort()).toEqual(Object.keys(lock).sort());
  });

  it('has a frozen sample of every version', () => {
    const frozen = readdirSync(samples).filter((file) => file !== 'schemas.lock.json');
    expect(frozen.sort()).toEqual(definitions.map(({ name, version }) => `${name}.v${version}.json`).sort());
  });

  it.each(readdirSync(samples).filter((f) => f !== 'schemas.lock.json'))('still reads the frozen sample %s', (file) => {
    const definition = definitions.find((d) => file === `${d.name}.v${String(d.version)}.json`);
    const topic = definition && catalogue.topicsOf(definition)[0];
    expect(topic).toBeDefined();
    const decoded = decodeEvent(topic!, readFileSync(join(samples, file)));
    const { newest } = catalogue.readingOn(topic!, definition!.type)!;
    expect(decoded).toMatchObject({ ok: true, event: { type: newest.type, epoch: 1, position: 42 } });
  });

  it.each(definitions.map((one) => [one.type, one] as const))(
    'has a first sample that is read, made without anybody: %s',
    (type, definition) => {
      const topic = catalogue.topicsOf(definition)[0];
      const { newest } = catalogue.readingOn(topic!, type)!;
      const decoded = decodeEvent(topic!, Buffer.from(firstSample(definition, sampleOf)));
      expect(decoded).toMatchObject({ ok: true, event: { type: newest.type, epoch: 1, position: 42 } });
    },
  );

  it('knows a type only on the topics that carry it', () => {
    expect(catalogue.readingOn('peoplesync.changes', EmployeeAdded.type)?.newest).toBe(EmployeeAdded);
    expect(catalogue.readingOn('peoplesync.people', EmployeeAdded.type)).toBeUndefined();
  });

  it('passes over what a reader does not read, and nothing that may be newer than what it does', () => {
    const passesOver = othersThan('peoplesync.changes', [PlanMade]);
    expect(passesOver(PlanMade.type)).toBe(false);
    expect(passesOver(EmployeeAdded.type)).toBe(true);
    expect(passesOver(PlanMade.type.replace('.v1', '.v9'))).toBe(false);
  });
});
