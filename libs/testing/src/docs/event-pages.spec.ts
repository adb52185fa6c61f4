import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { catalogue, topicNames } from '@people-sync/contracts';
import { docCommentsIn, type DocComments } from './doc-comments';
import { eventPages, traffic } from './event-pages';

const root = join(__dirname, '../../../..');
const folder = join(root, 'docs/events');

/** The comments of all declarations. */
function declaredComments(): DocComments {
  const src = join(root, 'libs/contracts/src');
  const events = readdirSync(join(src, 'events')).map((name) => `events/${name}`);
  const files = [...events, 'employee.ts', 'person.ts', 'policy.ts', 'primitives.ts', 'sync.ts'];
  const all = files.map((name) => docCommentsIn(readFileSync(join(src, name), 'utf8')));
  return {
    of: new Map(all.flatMap((one) => [...one.of])),
    in: new Map(all.flatMap((one) => [...one.in])),
    same: new Map(all.flatMap((one) => [...one.same])),
    events: new Map(all.flatMap((one) => [...one.events])),
  };
}

describe('the pages about events', () => {
  const comments = declaredComments();
  const pages = eventPages(comments);

  it('are what the declarations say (UPDATE_DOCS=1 writes them anew)', () => {
    if (process.env['UPDATE_DOCS'] === '1') {
      mkdirSync(folder, { recursive: true });
      for (const [name, text] of pages) writeFileSync(join(folder, name), text);
    }
    expect(readdirSync(folder).sort()).toEqual([...pages.keys()].sort());
    for (const [name, text] of pages) expect(readFileSync(join(folder, name), 'utf8')).toBe(text);
  });

  it('name who reads each topic', () => {
    const apps = join(root, 'apps');
    for (const topic of topicNames) {
      const readers = readdirSync(apps).filter((app) => sourcesOf(join(apps, app, 'src')).some(reads(topic)));
      expect([topic, readers.sort()]).toEqual([topic, [...traffic[topic].to].sort()]);
    }
  });

  it('have a sentence for every event', () => {
    for (const { name, version } of topicNames.flatMap((topic) => catalogue.on(topic))) {
      const constant = comments.events.get(`${name}.v${version}`) ?? '';
      expect([name, comments.of.get(constant)]).toEqual([name, expect.stringMatching(/\w.*\.$/)]);
    }
  });

  it('keep what is said of a field that several events share', () => {
    expect(pages.get('peoplesync.changes.md')).toContain(
      "| `number` | whole number from 1 | A sync's number rises by one",
    );
    expect(pages.get('peoplesync.people.md')).toContain(
      "| `version` | whole number from 1 | The person's own history number: 1, 2, 3… |",
    );
    expect(pages.get('shapes.md')).toContain('| `status` | text, at most 254 or null | "1" is current');
  });
});

/** The texts of an app's handlers. */
const sourcesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.handler.ts'))
    .map((name) => readFileSync(join(folder, name), 'utf8'));

const reads =
  (topic: string) =>
  (source: string): boolean =>
    source.includes(`@EventBatch('${topic}')`);
