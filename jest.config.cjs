const preset = require('./jest.preset.cjs');

const servers = {
  globalSetup: '<rootDir>/libs/testing/dist/jest-servers.setup.js',
  globalTeardown: '<rootDir>/libs/testing/dist/jest-servers.teardown.js',
};

module.exports = {
  cacheDirectory: `${__dirname}/.jest-cache`,
  maxWorkers: 2,
  reporters: ['default', `${__dirname}/jest.tally.cjs`],
  projects: [
    // spec: pure code, nothing real.
    preset('unit', ['**/src/**/!(*.int|*.e2e).spec.ts']),
    // int.spec: real Postgres, and real Kafka where a broker matters.
    preset('int', ['**/src/**/*.int.spec.ts'], { ...servers, testTimeout: 60_000 }),
    // e2e.spec: the running system as processes.
    preset('e2e', ['**/src/**/*.e2e.spec.ts'], { ...servers, testTimeout: 300_000 }),
  ],
};
