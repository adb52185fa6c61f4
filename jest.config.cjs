const preset = require('./jest.preset.cjs');

const servers = {
  globalSetup: '<rootDir>/libs/testing/dist/jest-servers.setup.js',
  globalTeardown: '<rootDir>/libs/testing/dist/jest-servers.teardown.js',
};

/**
 * How long one test of a tier may take, in milliseconds: only a test that hangs ever comes near. Where properties are tried
 * more often than usual, that much longer.
 */
const patience = (limit) => ({
  globals: { TEST_LIMIT_MS: limit * Math.max(1, Number(process.env.PROPERTY_RUNS ?? 1)) },
  setupFilesAfterEnv: ['<rootDir>/jest.patience.cjs'],
});

module.exports = {
  cacheDirectory: `${__dirname}/.jest-cache`,
  maxWorkers: 2,
  reporters: ['default', `${__dirname}/jest.tally.cjs`],
  projects: [
    // spec: pure code, nothing real.
    preset('unit', ['**/src/**/!(*.int|*.e2e|*.drill|*.cluster).spec.ts'], patience(60_000)),
    // int.spec: real Postgres, and real Kafka where a broker matters.
    preset('int', ['**/src/**/*.int.spec.ts'], { ...servers, ...patience(300_000) }),
    // e2e.spec: the running system as processes.
    preset('e2e', ['**/src/**/*.e2e.spec.ts'], { ...servers, ...patience(300_000) }),
    // drill.spec: the running system while everything that can befall it does; a thing of minutes, each with a patience of its own.
    preset('drill', ['**/src/**/*.drill.spec.ts'], { ...servers, ...patience(1_200_000) }),
    // cluster.spec: what is shipped, in a Kubernetes node that `npm run test:cluster` starts around Jest.
    preset('cluster', ['**/src/**/*.cluster.spec.ts'], patience(600_000)),
  ],
};
