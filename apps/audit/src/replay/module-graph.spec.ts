import { readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const ROOT = join(__dirname, '..');

interface Graph {
  /** Files of this app. */
  readonly files: ReadonlySet<string>;
  /** What is taken from packages, by their names. */
  readonly packages: ReadonlyMap<string, ReadonlySet<string>>;
}

/** Everything that a file leads to. */
function graphOf(start: string): Graph {
  const files = new Set<string>();
  const packages = new Map<string, Set<string>>();
  const open = [join(ROOT, start)];
  for (let file = open.pop(); file !== undefined; file = open.pop()) {
    if (files.has(file)) continue;
    files.add(file);
    const text = readFileSync(file, 'utf8');
    for (const [, names = '', from = ''] of text.matchAll(/^(?:import|export) (?!type )([^;]*?) from '([^']+)';/gms)) {
      if (from.startsWith('.')) open.push(`${join(dirname(file), from)}.ts`);
      else {
        const taken = packages.get(from) ?? new Set();
        packages.set(from, taken);
        for (const [name] of names.matchAll(/(?<!type )\b[A-Za-z]\w*\b/g)) if (name !== 'type') taken.add(name);
      }
    }
  }
  return { files: new Set([...files].map((file) => relative(ROOT, file))), packages };
}

describe('the replay program', () => {
  const { files, packages } = graphOf('replay/replaying.ts');

  it('has no producer of events and no client of PeopleHR in its module graph', () => {
    expect([...packages.keys()].filter((name) => /kafka|peoplehr|credentials|gateway/.test(name))).toEqual([]);
    // Of the way of events it knows in which partition a tenant's stand, and nothing else.
    expect([...(packages.get('@people-sync/messaging') ?? [])]).toEqual(['partitionOf']);
    expect(
      [...(packages.get('@people-sync/platform') ?? [])].filter((name) => /Log|Relay|Publish|Emit/.test(name)),
    ).toEqual([]);
  });

  it('writes nothing: only what reads the record is in it', () => {
    expect([...files].filter((file) => /appending|recording|signing|replays\.repository/.test(file))).toEqual([]);
  });

  it('is looked at as far as it goes', () => {
    expect([...files]).toEqual(
      expect.arrayContaining(['replay/record-reader.ts', 'replay/tenant-replay.ts', 'neighbours/neighbours.client.ts']),
    );
    expect([...(packages.get('@people-sync/reconciliation') ?? [])]).toContain('Replay');
  });
});
