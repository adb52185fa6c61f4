import nx from '@nx/eslint-plugin';
import tseslint from 'typescript-eslint';

/** Who may import whom. Tags are in each project's package.json. */
const boundaries = [
  { sourceTag: 'layer:contracts', onlyDependOnLibsWithTags: ['layer:contracts'] },
  { sourceTag: 'layer:rules', onlyDependOnLibsWithTags: ['layer:contracts'] },
  // Its tests know every word of the rules.
  { sourceTag: 'layer:wording', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:rules'] },
  { sourceTag: 'layer:transparency', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'layer:messaging', onlyDependOnLibsWithTags: ['layer:contracts'] },
  { sourceTag: 'layer:platform', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:messaging'] },
  // What others build with: nothing of ours but what is generated from the contract.
  { sourceTag: 'layer:client', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:app', onlyDependOnLibsWithTags: ['type:lib'] },
  { sourceTag: 'type:console', onlyDependOnLibsWithTags: ['layer:contracts', 'layer:wording'] },
  // Starts whatever lies beside it, and knows none of it.
  { sourceTag: 'type:launcher', onlyDependOnLibsWithTags: [] },
  // Composition roots: every service in one process, and what makes every service's schema.
  { sourceTag: 'type:composition', onlyDependOnLibsWithTags: ['type:lib', 'type:app'] },
  { sourceTag: 'type:testing', onlyDependOnLibsWithTags: ['type:lib'] },
  // Reads what others are made of; nothing that runs may need it.
  { sourceTag: 'type:shipping', onlyDependOnLibsWithTags: [] },
  { sourceTag: 'type:e2e', onlyDependOnLibsWithTags: ['type:lib', 'type:testing', 'type:shipping'] },
  // Measures parts of an app by themselves, which no door of the app would show.
  { sourceTag: 'type:bench', onlyDependOnLibsWithTags: ['type:lib', 'type:testing', 'type:app'] },
];

/** Frameworks that pure libraries stay free of. */
const frameworks = ['@nestjs/*', 'typeorm', 'kafkajs', 'pg'];

/** Edges: where something untyped comes in and a cast is the parse step. */
const edges = [
  '**/*.repository.ts',
  '**/*.client.ts',
  '**/*.config.ts',
  '**/*.spec.ts',
  '**/*.spec.tsx',
  'libs/contracts/src/define-event.ts',
  // Where a declared list becomes the record that it declares.
  'libs/contracts/src/mapped-fields.ts',
  // Where a declared shape becomes the type that it declares.
  'apps/gateway/src/shapes/**',
  'libs/messaging/src/kafka/**',
  'libs/testing/**',
  'libs/shipping/**',
  'benchmarks/**',
];

export default [
  { ignores: ['**/dist/**', '**/node_modules/**', '**/src/gen/**', '**/src/*/gen/**', '**/*.cjs', '**/*.mjs'] },
  ...tseslint.configs.strictTypeChecked.map((c) => ({ ...c, files: ['**/*.ts', '**/*.tsx'] })),
  {
    files: ['**/*.ts', '**/*.tsx'],
    plugins: { '@nx': nx },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: {
        projectService: true,
        tsconfigRootDir: import.meta.dirname,
      },
    },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: [],
          depConstraints: boundaries,
          enforceBuildableLibDependency: false,
          banTransitiveDependencies: false,
        },
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/no-extraneous-class': 'off', // Nest modules are empty classes
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/unbound-method': 'off', // decorators and prom-client hand methods around
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Read the environment in *.config.ts only.' },
        { property: 'localeCompare', message: 'Order by code unit: locale differs between machines.' },
      ],
      'no-console': 'error',
    },
  },
  {
    files: [
      'libs/contracts/src/**/*.ts',
      'libs/reconciliation/src/**/*.ts',
      'libs/transparency/src/**/*.ts',
      'libs/wording/src/**/*.ts',
    ],
    ignores: ['**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: frameworks.map((group) => ({ group: [group], message: 'Pure library: no framework.' })) },
      ],
    },
  },
  {
    files: ['libs/messaging/src/**/*.ts', 'apps/**/*.ts'],
    ignores: ['libs/messaging/src/kafka/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'kafkajs', message: 'kafkajs is imported in libs/messaging/src/kafka only.' }] },
      ],
    },
  },
  {
    files: ['apps/console/src/**/*.{ts,tsx}'],
    ignores: ['**/*.spec.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: '^@people-sync/(?!wording/shown$)',
              allowTypeImports: true,
              message: 'Types alone: nothing of it is in the bundle, but the words that stand in one room.',
            },
          ],
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "Property[key.name='queryKey'] > ArrayExpression",
          message: 'Names of what is loaded stand in api/query-keys.ts.',
        },
      ],
    },
  },
  {
    files: edges,
    rules: { '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'as' }] },
  },
  {
    files: [
      '**/*.config.ts',
      '**/*.spec.ts',
      'libs/testing/**',
      'apps/e2e/**',
      'benchmarks/**',
      '**/main.ts',
      '**/*.main.ts',
      'apps/all-in-one/**',
    ],
    rules: {
      'no-restricted-properties': [
        'error',
        { property: 'localeCompare', message: 'Order by code unit: locale differs between machines.' },
      ],
      'no-console': 'off',
    },
  },
  {
    files: ['**/*.spec.ts', '**/*.spec.tsx'],
    rules: {
      // Tests, and only they, may use the test library; it may use what they test.
      '@nx/enforce-module-boundaries': [
        'error',
        {
          allow: ['@people-sync/testing', '@people-sync/testing/*'],
          depConstraints: boundaries,
          enforceBuildableLibDependency: false,
          banTransitiveDependencies: false,
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            "CallExpression[callee.object.name='fc'][callee.property.name='assert'][arguments.length=1], Property[key.name='numRuns'] > Literal",
          message: 'How often a property is tried is for everybody to say: { numRuns: propertyRuns() }.',
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
];
