import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(300_000);

const root = join(__dirname, '../../../..');
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: Record<string, string> };

/** A program of the repository's own. */
const run = (program: string, args: readonly string[]): string =>
  execFileSync(join(root, 'node_modules/.bin', program), args, { cwd: root, encoding: 'utf8', stdio: 'pipe' });

const PROGRAM = `
import { httpClient, type Shapes } from '@people-sync/client';

export async function main(): Promise<void> {
  const client = httpClient({ url: 'https://peoplesync.example', token: () => 'token' });
  const path = { tenant: 'acme' };
  const { data, error } = await client.POST('/v1/tenants/{tenant}/syncs', { params: { path }, body: { mode: 'apply' } });
  const sync: Shapes['Sync'] | undefined = data;
  // What it may be refused with stands in the document, too; beside it what is wrong with somebody's data.
  const refusal: NonNullable<typeof error>['type'] | undefined = error?.type;
  const found: Pick<Shapes['Problem'], 'problemId' | 'openedAt'> | undefined = undefined;
  if (sync && refusal) throw new Error('both');
  if (error?.status === 409) console.log(error.type, error.detail, found);
  // Fields with a default are left out.
  const planHash = 'x'.repeat(64);
  const ok = await client.POST('/v1/tenants/{tenant}/syncs/{syncId}/approve', { params: { path: { ...path, syncId: 'id' } }, body: { planHash } });
  // By its type it is known what a refusal says beside its sentence.
  if (ok.error?.type === 'https://peoplesync.wethrive.example/problems/already-decided') {
    const { decided, syncId }: { decided: { decidedBy: string | null; people: string[] }; syncId?: string } = ok.error;
    console.log(decided.decidedBy, decided.people.length, syncId);
  }
  await client.PUT('/v1/tenants/{tenant}', { params: { path }, body: { name: 'Acme', seats: 5 } });
  await client.GET('/v1/tenants/{tenant}/people', { params: { path } });
}
`;

describe('the types of the HTTP client', () => {
  it('are those of docs/api/openapi.json (npm run openapi-types makes them anew)', () => {
    const wanted = join(mkdtempSync(join(tmpdir(), 'openapi-')), 'openapi.ts');
    const [generator = '', ...args] = (scripts['openapi-types'] ?? '').split(' && ')[0]?.split(' ') ?? [];
    run(generator, [...args.slice(0, args.indexOf('-o')), '-o', wanted]);
    run('prettier', ['--write', wanted, '--config', join(root, '.prettierrc.json'), '--log-level', 'warn']);
    expect(readFileSync(wanted, 'utf8')).toBe(readFileSync(join(__dirname, 'gen/openapi.ts'), 'utf8'));
  });

  const compiled = (program: string): string => {
    const folder = mkdtempSync(join(root, 'libs/client/.program-'));
    const file = join(folder, 'program.ts');
    try {
      writeFileSync(file, program);
      const options = {
        noEmit: true,
        composite: false,
        rootDir: root,
        exactOptionalPropertyTypes: false,
        skipLibCheck: false,
      };
      writeFileSync(
        join(folder, 'tsconfig.json'),
        JSON.stringify({ extends: '../../../tsconfig.base.json', compilerOptions: options, files: [file] }),
      );
      return run('tsc', ['-p', folder]);
    } catch (error) {
      return String(Reflect.get(Object(error), 'stdout'));
    } finally {
      execFileSync('rm', ['-rf', folder]);
    }
  };

  it('compile under strict, answers and refusals, without a field that has a default', () => {
    expect(compiled(PROGRAM)).toBe('');
  });

  it('take no call that PeopleSync would not', () => {
    expect(compiled(PROGRAM.replace("mode: 'apply'", "mode: 'destroy'"))).toContain('TS2322');
    expect(compiled(PROGRAM.replace("mode: 'apply' }", "mode: 'apply', chairs: 5 }"))).toMatch(/TS2353|TS2561|TS2322/);
    expect(compiled(PROGRAM.replace("'/v1/tenants/{tenant}/people'", "'/v1/tenants/{tenant}/peoples'"))).toMatch(
      /TS\d+/,
    );
  });
});
