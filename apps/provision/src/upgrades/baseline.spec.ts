import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type MigrationClass, migrationName } from '@people-sync/platform';
import { schemas } from '../schemas';
import { baseline } from './baseline.testkit';

type QueryRunner = Parameters<InstanceType<MigrationClass>['up']>[0];

/** What a migration does to a schema: its statements, in their order. */
async function digestOf(migration: MigrationClass): Promise<string> {
  const hash = createHash('sha256');
  const query = (...statement: unknown[]): Promise<unknown[]> => {
    hash.update(`${JSON.stringify(statement)}\n`);
    return Promise.resolve([]);
  };
  await new migration().up({ query } as unknown as QueryRunner);
  return hash.digest('hex');
}

async function digests(): Promise<Record<string, Record<string, string>>> {
  const all: Record<string, Record<string, string>> = {};
  for (const { schema, migrations } of schemas) {
    const own: Record<string, string> = (all[schema] = {});
    for (const migration of migrations) own[migrationName(migration)] = await digestOf(migration);
  }
  return all;
}

describe('the tables of the version before', () => {
  it('are made by migrations that nobody edits any more, only by adding others', async () => {
    const commit = process.env['UPDATE_BASELINE'];
    if (commit !== undefined) {
      // This version becomes the one before: of everything that is there now.
      const tree = execFileSync('git', ['rev-parse', `${commit}^{tree}`], { encoding: 'utf8' }).trim();
      const migrations = await digests();
      writeFileSync(
        join(__dirname, 'baseline.json'),
        `${JSON.stringify({ commit, tree, migrations, allowed: [] }, undefined, 2)}\n`,
      );
      return;
    }
    const now = await digests();
    for (const [schema, frozen] of Object.entries(baseline.migrations)) expect(now[schema]).toMatchObject(frozen);
  });

  it('come before every migration that was added since', () => {
    for (const { schema, migrations } of schemas) {
      const stamp = (name: string): number => Number(/\d{13}$/.exec(name)?.[0]);
      const frozen = Object.keys(baseline.migrations[schema] ?? {});
      const added = migrations.map(migrationName).filter((name) => !frozen.includes(name));
      const last = Math.max(...frozen.map(stamp));
      for (const name of added) expect([name, stamp(name) > last]).toEqual([name, true]);
    }
  });
});
