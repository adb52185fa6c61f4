import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { topicNames, topicUsers } from '@people-sync/contracts';
import { serviceSchemas } from '@people-sync/platform';

const apps = join(__dirname, '../../../../apps');

/** What the files of a service's folder hold, tests aside. */
const sourcesOf = (service: string): string[] =>
  readdirSync(join(apps, service, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !/\.(spec|testkit)\.ts$/.test(file))
    .map((file) => readFileSync(join(apps, service, 'src', file), 'utf8'));

describe('the list of who takes part in a topic', () => {
  it('has just those as readers who have a handler for it', () => {
    for (const service of Object.keys(serviceSchemas)) {
      const handled = sourcesOf(service).flatMap((text) =>
        [...text.matchAll(/@EventBatch\('([\w.]+)'\)/g)].map(([, topic = '']) => topic),
      );
      const listed = topicNames.filter((topic) => topicUsers[topic].readers.includes(service));
      expect([service, [...new Set(handled)].sort()]).toEqual([service, [...listed].sort()]);
    }
  });

  it('says that events have places where the writer has an event log that it publishes', () => {
    for (const topic of topicNames) {
      const { writer, hasPlaces } = topicUsers[topic];
      const emits = sourcesOf(writer).some((text) => /\bemits: true\b/.test(text));
      expect([topic, emits]).toEqual([topic, hasPlaces]);
    }
  });
});
