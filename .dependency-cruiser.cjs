const { existsSync, readdirSync } = require('node:fs');

/**
 * Which way imports run, types included. `npm run arrows` holds the whole tree to it.
 *
 * An app whose folders run one way says so in its `flow.json`, from what everything rests on to what rests on everything:
 * a folder imports those before it, and what is named together knows nothing of one another.
 */
const flows = readdirSync(`${__dirname}/apps`)
  .filter((app) => existsSync(`${__dirname}/apps/${app}/flow.json`))
  .map((app) => [`apps/${app}/src`, require(`${__dirname}/apps/${app}/flow.json`)]);

const tests = '\\.(spec|testkit)\\.ts$';

/** Of each step of a flow: not what comes after it, nor what stands beside it. */
const rulesOf = (root, steps) =>
  steps.flatMap((step, i) =>
    step.map((room) => {
      const others = [...step.filter((one) => one !== room), ...steps.slice(i + 1).flat()];
      return {
        name: `${root}/${room}: one way`,
        severity: 'error',
        from: { path: `^${root}/${room}(/|\\.ts$)`, pathNot: tests },
        to: { path: `^${root}/(${others.join('|')})(/|\\.ts$)` },
      };
    }),
  );

const names = (steps) => steps.flat().join('|');

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    { name: 'no circle', severity: 'error', from: {}, to: { circular: true } },
    ...flows.flatMap(([root, steps]) => [
      ...rulesOf(root, steps),
      {
        name: `${root}: has its place in the flow`,
        severity: 'error',
        from: { path: `^${root}/`, pathNot: [tests, `^${root}/(${names(steps)})(/|\\.ts$)`] },
        to: {},
      },
    ]),
  ],
  options: {
    doNotFollow: { path: ['node_modules', '/dist/'] },
    exclude: { path: ['/dist/', '/src/gen/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    skipAnalysisNotInRules: true,
  },
};
