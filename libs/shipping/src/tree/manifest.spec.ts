import { closureOf, type Lock, type Manifest, runtimeManifest, strangers } from './manifest';

const manifest = (name: string, dependencies: string[] = [], more: object = {}): Manifest => ({
  name,
  version: '1.0.0',
  dependencies: Object.fromEntries(dependencies.map((one) => [one, '1.0.0'])),
  ...more,
});

describe('what runs when a service runs', () => {
  const workspaces = new Map([
    ['apps/gateway', manifest('gateway', ['platform', 'helmet'])],
    ['apps/e2e', manifest('e2e', ['testing'])],
    ['libs/platform', manifest('platform', ['contracts', 'pg'])],
    ['libs/contracts', manifest('contracts', [], { devDependencies: { testing: '1.0.0' } })],
    ['libs/testing', manifest('testing', ['platform'])],
  ]);

  it('is the service and what it depends on, and nothing that only tests need', () => {
    expect(closureOf(['apps/gateway'], workspaces)).toEqual(['apps/gateway', 'libs/contracts', 'libs/platform']);
  });

  it('is told when there is no such service', () => {
    expect(() => closureOf(['apps/gatway'], workspaces)).toThrow(
      /apps\/gatway is no workspace: there are apps\/gateway/,
    );
  });

  it('is installed by manifests that name no tool', () => {
    const whole = manifest('gateway', ['pg'], {
      devDependencies: { jest: '30.0.0' },
      scripts: {},
      nx: {},
      type: 'module',
    });
    expect(runtimeManifest(whole)).toEqual({
      name: 'gateway',
      version: '1.0.0',
      type: 'module',
      dependencies: { pg: '1.0.0' },
    });
  });

  it('is of the versions that were tested', () => {
    const lock = (packages: Record<string, string>): Lock => ({
      packages: Object.fromEntries(Object.entries(packages).map(([path, version]) => [path, { version }])),
    });
    const tested = lock({ '': '1.0.0', 'node_modules/pg': '8.0.0', 'node_modules/jest': '30.0.0' });
    expect(strangers(lock({ '': '2.0.0', 'node_modules/pg': '8.0.0' }), tested)).toEqual([]);
    expect(strangers(lock({ 'node_modules/pg': '8.0.1', 'node_modules/new': '1.0.0' }), tested)).toEqual([
      'node_modules/pg 8.0.1',
      'node_modules/new 1.0.0',
    ]);
  });
});
