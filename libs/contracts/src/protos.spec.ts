import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// Ends a test that would wait for ever; a busy machine may take its time.
jest.setTimeout(300_000);

const contracts = join(__dirname, '..');
const root = join(contracts, '../..');

/** A program of the repository's own, and what it wrote. */
const run = (program: string, args: readonly string[]): string =>
  execFileSync(join(root, 'node_modules/.bin', program), args, { cwd: contracts, encoding: 'utf8' });

/** Every file in a folder, by its path there. */
const filesIn = (folder: string): Record<string, string> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => [name, readFileSync(join(folder, name), 'utf8')]),
  );

describe('the .proto files', () => {
  it('are as buf wants them', () => {
    expect(run('buf', ['lint'])).toBe('');
  });

  it.each([
    { template: 'buf.gen.yaml', out: '../platform/src/gen' },
    { template: 'buf.gen.client.yaml', out: '../client/src/gen' },
  ])('are what $out was made of (npm run proto makes it anew)', ({ template, out }) => {
    const folder = mkdtempSync(join(tmpdir(), 'proto-'));
    const elsewhere = join(folder, template);
    writeFileSync(
      elsewhere,
      readFileSync(join(contracts, template), 'utf8').replace(`out: ${out}`, `out: ${folder}/gen`),
    );
    run('buf', ['generate', '--template', elsewhere]);
    const config = join(root, '.prettierrc.json');
    run('prettier', ['--write', `${folder}/gen`, '--config', config, '--log-level', 'warn']);
    expect(filesIn(join(folder, 'gen'))).toEqual(filesIn(join(contracts, out)));
  });
});
