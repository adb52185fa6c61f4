import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { readJson } from '@people-sync/shipping';
import { services } from '@people-sync/testing';

const root = join(__dirname, '..', '..', '..');
const { load } = createRequire(__filename)('js-yaml') as { load(text: string): unknown };

/** A service of docker-compose.yml, as far as it is looked at here. */
interface Composed {
  readonly image: string;
  readonly command?: readonly string[];
  readonly build?: { readonly args: Record<string, string> };
  readonly user?: string;
  readonly read_only?: boolean;
  readonly cap_drop?: readonly string[];
  readonly security_opt?: readonly string[];
  readonly ports?: readonly string[];
  readonly environment?: Record<string, string>;
}

const composed = (
  load(readFileSync(join(root, 'docker-compose.yml'), 'utf8')) as { services: Record<string, Composed> }
).services;
const ours = Object.entries(composed).filter(([, { image }]) => image.includes('people-sync'));

/** What a page says of each variable: `**needed**`, or what counts without it. */
const variables = new Map(
  [...readFileSync(join(root, 'docs/operations.md'), 'utf8').matchAll(/^\| `([A-Z_]+)` \| (.*?) \|/gm)].map(
    ([, name = '', fallback = '']) => [name, fallback],
  ),
);

describe('docker-compose.yml', () => {
  it("runs this version's image, made with this version's name", () => {
    const { version } = readJson(join(root, 'package.json')) as { version: string };
    for (const [name, { image, build }] of ours) {
      expect([name, image]).toEqual([name, expect.stringMatching(new RegExp(`people-sync:${version}(-trial)?}$`))]);
      if (build) expect([name, build.args['VERSION']]).toEqual([name, version]);
    }
  });

  it('runs every service, by its name, and nothing of ours with a right that it does not need', () => {
    for (const service of services) expect(composed[service]?.command).toEqual([service]);
    for (const [name, one] of ours) {
      expect([name, one]).toEqual([
        name,
        expect.objectContaining({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] }),
      ]);
      const isRoot = ['keys', 'link'].includes(name);
      expect([name, one.user]).toEqual([name, isRoot ? '0:0' : '10001:10001']);
    }
  });

  it('is reached from this machine only', () => {
    const ports = Object.values(composed).flatMap(({ ports = [] }) => ports);
    expect(ports).toContain('127.0.0.1:3000:3000');
    expect(ports.filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('sets no variable that the services do not know', () => {
    for (const service of [...services, 'provision']) {
      const unknown = Object.keys(composed[service]?.environment ?? {})
        .filter((name) => name !== '<<')
        .filter((name) => !variables.has(name) && !variables.has(name.replace(/_FILE$/, '')));
      expect([service, unknown]).toEqual([service, []]);
    }
  });

  it('is written as compose 1.29 still reads it', () => {
    const text = readFileSync(join(root, 'docker-compose.yml'), 'utf8');
    expect(text).not.toMatch(/^(name|include|version):/m);
    expect(text).not.toMatch(/^\s+required:/m);
  });
});
