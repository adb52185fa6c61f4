/** ESM-only packages that Jest on Node 20 cannot require: they go through SWC. */
const esm = [
  '@nestjs',
  '@borewit',
  '@tokenizer',
  'file-type',
  'strtok3',
  'token-types',
  'uint8array-extras',
  'load-esm',
  'uuid',
  'jose',
];

/** One Jest project per tier: what is real in it differs, so its servers and its clock do. */
module.exports = (tier, testMatch, extra = {}) => ({
  displayName: tier,
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/benchmarks'],
  testEnvironment: 'node',
  testEnvironmentOptions: { customExportConditions: ['@people-sync/source', 'node', 'node-addons'] },
  testMatch,
  testPathIgnorePatterns: ['/node_modules/', '/dist/'],
  modulePathIgnorePatterns: ['/dist/'],
  setupFiles: [require.resolve('reflect-metadata')],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.[cm]?[jt]sx?$': [
      '@swc/jest',
      {
        swcrc: false,
        sourceMaps: 'inline',
        module: { type: 'commonjs' },
        jsc: {
          target: 'es2023',
          keepClassNames: true,
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true, useDefineForClassFields: false },
        },
      },
    ],
  },
  transformIgnorePatterns: [`/node_modules/(?!(${esm.join('|')})/)`],
  ...extra,
});
