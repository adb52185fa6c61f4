/** Something that is added every few weeks, as a patch: the model of the next one of its kind. */
export interface Example {
  /** The name of its file, `examples/NAME.patch`. */
  readonly name: string;
  /** Files by hand at most: code, tests and pages; what programs write does not count. */
  readonly limit: number;
  /** What is written anew by programs once it is applied. */
  readonly generators: readonly (keyof typeof generators)[];
  /** The tests that show it, by the paths of their files. */
  readonly tests: readonly string[];
}

const runJest = ['node_modules/.bin/jest', '--maxWorkers', '1', '--silent'];

/** What CONTRIBUTING.md says of pages that follow the code; in this order. */
export const generators = {
  proto: { command: ['npm', 'run', '--silent', 'proto'], env: {} },
  docs: {
    command: [
      ...runJest,
      ...['--selectProjects', 'unit', '--testPathPatterns'],
      ...['libs/contracts/src/catalogue', 'libs/testing/src/docs', 'libs/wording/src/plans/hold-causes'],
    ],
    env: { UPDATE_DOCS: '1' },
  },
  openapi: {
    command: [...runJest, '--selectProjects', 'int', '--testPathPatterns', 'apps/gateway/src/openapi/openapi'],
    env: { UPDATE_OPENAPI: '1' },
  },
} as const;

/** What programs write: an example has none of it. */
export const generated: readonly string[] = [
  'libs/platform/src/gen/',
  'libs/client/src/gen/',
  'libs/client/src/http/gen/',
  'libs/contracts/proto/wethrive/',
  'libs/contracts/samples/',
  'docs/api/',
  'docs/events/',
  // Of the guide the table of what waits; none of the examples has words of its own for it.
  'docs/administrators.md',
];

/** In the order in which they are tried. */
export const examples: readonly Example[] = [
  {
    name: 'event',
    limit: 3,
    generators: ['docs'],
    tests: ['libs/contracts/src/catalogue', 'apps/gateway/src/tenants/tenants.int'],
  },
  {
    name: 'route-with-twin',
    limit: 8,
    generators: ['proto', 'openapi'],
    tests: [
      ...['libs/contracts/src/api', 'apps/gateway/src/platform-door/twins', 'apps/gateway/src/platform-door/examples'],
      ...['apps/gateway/src/platform-door/refusals', 'apps/gateway/src/access/door'],
    ],
  },
  {
    name: 'safeguard',
    limit: 7,
    generators: ['docs'],
    tests: [
      ...['libs/reconciliation/src/safeguards', 'libs/reconciliation/src/golden', 'libs/reconciliation/src/model'],
      ...['libs/wording/src', 'libs/contracts/src/catalogue', 'apps/reconciler/src/plans/safeguards.int'],
    ],
  },
  {
    name: 'mapped-field',
    limit: 12,
    generators: ['proto', 'docs', 'openapi'],
    tests: [
      'libs/contracts/src',
      ...['apps/wethrive-writer/src/people', 'apps/wethrive-writer/src/syncs/changes'],
      ...[
        'apps/gateway/src/people',
        'apps/gateway/src/imports/csv',
        'apps/console/src/people',
        'apps/provision/src/upgrades',
      ],
    ],
  },
];

/** The files that a patch touches, each by its name afterwards. */
export const filesOf = (patch: string): string[] =>
  [...patch.matchAll(/^diff --git a\/.+ b\/(.+)$/gm)].map(([, file = '']) => file);

/** True of a file that programs write. */
export const isGenerated = (file: string): boolean => generated.some((path) => file.startsWith(path));
