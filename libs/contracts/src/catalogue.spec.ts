import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, definitionOn, topicsOf } from './catalogue';
import type { EventDefinition } from './define-event';
import { decodeEvent } from './envelope';

const samples = join(__dirname, '..', 'samples');
const definitions: EventDefinition[] = [...new Set<EventDefinition>(Object.values(catalogue).flat())];
const lock: Record<string, string> = JSON.parse(readFileSync(join(samples, 'schemas.lock.json'), 'utf8'));

describe('the catalogue of events', () => {
  it.each(definitions.map((d) => [d.type, d] as const))('%s is still what was published', (type, definition) => {
    // A published version never changes: declare a new version with an upcast instead of mending this hash.
    expect(createHash('sha256').update(JSON.stringify(definition.schema)).digest('hex')).toBe(lock[type]);
  });

  it('forgets no version that was ever published', () => {
    expect(definitions.map((d) => d.type).sort()).toEqual(Object.keys(lock).sort());
  });

  it.each(readdirSync(samples).filter((f) => f !== 'schemas.lock.json'))('still reads the frozen sample %s', (file) => {
    const definition = definitions.find((d) => file === `${d.name}.v${String(d.version)}.json`);
    const topic = definition && topicsOf(definition)[0];
    expect(topic).toBeDefined();
    const decoded = decodeEvent(topic!, readFileSync(join(samples, file)));
    expect(decoded).toMatchObject({ ok: true, event: { type: definition!.type, epoch: 1, position: 42 } });
  });

  it('knows a type only on the topics that carry it', () => {
    const added = definitions.find((d) => d.name === 'employee.added')!;
    expect(definitionOn('peoplesync.changes', added.type)).toBe(added);
    expect(definitionOn('peoplesync.people', added.type)).toBeUndefined();
  });
});
