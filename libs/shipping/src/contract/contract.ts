import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Where the two halves of the contract stand. */
export interface Contract {
  /** The OpenAPI document. */
  readonly openapi: string;
  /** The folder in which `wethrive/peoplesync/v1/peoplesync.proto` stands. */
  readonly proto: string;
}

const PUBLIC = 'wethrive';

/** The contract of a checkout as it is. */
export const contractOf = (root: string): Contract => ({
  openapi: join(root, 'docs/api/openapi.json'),
  proto: join(root, 'libs/contracts/proto'),
});

/** The contract that callers were promised: what it is compared with. */
export const baselineOf = (root: string): Contract => ({
  openapi: join(root, 'libs/contracts/baseline/openapi.json'),
  proto: join(root, 'libs/contracts/baseline'),
});

/** The public part of the contract becomes the baseline; what services say to each other is theirs. */
export function saveBaseline(now: Contract, baseline: Contract): void {
  rmSync(join(baseline.proto, PUBLIC), { recursive: true, force: true });
  cpSync(join(now.proto, PUBLIC), join(baseline.proto, PUBLIC), { recursive: true });
  cpSync(now.openapi, baseline.openapi);
}

/** How the .proto file of `now` breaks who was built with the one of `before`, a line each; empty if it does not. */
export function brokenProto(root: string, before: Contract, now: Contract): string {
  const buf = join(root, 'node_modules/.bin/buf');
  const folder = mkdtempSync(join(tmpdir(), 'contract-'));
  try {
    for (const [name, { proto }] of Object.entries({ before, now })) {
      cpSync(join(proto, PUBLIC), join(folder, name, PUBLIC), { recursive: true });
    }
    return said(buf, ['breaking', join(folder, 'now'), '--against', join(folder, 'before')]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same of the OpenAPI document. @param oasdiff the program that compares */
export const brokenOpenApi = (oasdiff: string, before: Contract, now: Contract): string =>
  said(oasdiff, ['breaking', before.openapi, now.openapi, '--fail-on', 'ERR', '--format', 'singleline']);

/** What the program says when it refuses; empty if it does not. @throws if it cannot be run */
function said(program: string, args: readonly string[]): string {
  try {
    execFileSync(program, args, { encoding: 'utf8', stdio: 'pipe' });
    return '';
  } catch (error) {
    const output = String(Reflect.get(Object(error), 'stdout') ?? '');
    if (output === '') throw error;
    return output;
  }
}

/** The changelog with a line on what changed in the contract, first under what is not released. @throws if it has no such part */
export function withLine(changelog: string, line: string): string {
  const [head, rest] = changelog.split('## Unreleased\n\n');
  if (head === undefined || rest === undefined) throw new Error('CHANGELOG.md has no part Unreleased');
  return `${head}## Unreleased\n\n- Contract: ${line}\n${rest}`;
}

/** True until the contract is frozen. @param version of the root's package.json */
export const mayBeSaved = (version: string): boolean => version.startsWith('0.');

/** The version of a checkout. */
export const versionOf = (root: string): string =>
  (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
