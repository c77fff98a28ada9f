// Who may import whom (docs/architecture.md), and what else must not be among imports: `npm run layers`. Imports of types
// alone count as any other.
import { workspaces } from './scripts/lib/workspaces.mjs';

/** What each workspace may import of the others. One that is not named here imports none. @type {Record<string, string[]>} */
const layers = {
  'apps/web': ['packages/ui', 'packages/clinical', 'packages/viewer', 'apps/bff'],
  'apps/bff': [
    'packages/fhir-model',
    'packages/fhir-client',
    'packages/clinical',
    'packages/pglite',
    'packages/database',
    'apps/appointments',
  ],
  'apps/appointments': ['packages/database'],
  'apps/decision-support': ['packages/fhir-model', 'packages/clinical'],
  'packages/database': ['packages/pglite'],
  'packages/fhir-model': ['packages/fhir-client', 'packages/clinical'],
  // how FHIR's JSON is read, nothing of the client; how a frame is judged and painted; how PGlite is run
  'apps/sandbox': ['packages/fhir-client', 'packages/clinical', 'packages/pglite'],
};

/** Tests and what only they use. */
const tests = [
  '\\.test\\.tsx?$',
  '/vitest\\.config\\.ts$',
  '/testing[a-z-]*\\.tsx?$',
  '/testing/',
  '^packages/config/',
  '^(scripts|e2e)/',
  '/fhir-over-http\\.ts$',
];
const composers = ['^apps/web/src/app/', '^apps/bff/src/(app-router|server)\\.ts$'];

/** @type {import('dependency-cruiser').IForbiddenRuleType[]} */
const betweenWorkspaces = workspaces().flatMap((place) => {
  const allowed = [place, ...(layers[place] ?? [])];
  return [
    {
      name: `layer of ${place}`,
      comment: `It may import ${allowed.slice(1).join(', ') || 'no other workspace'} (docs/architecture.md, "Who may import whom"); tests packages/config too.`,
      severity: 'error',
      from: { path: `^${place}/`, pathNot: tests },
      to: { path: '^(apps|packages)/', pathNot: allowed.map((other) => `^${other}/`) },
    },
    {
      name: `layer of ${place}, tests`,
      comment: 'A test may import what its workspace may, and packages/config.',
      severity: 'error',
      from: { path: tests.map((test) => `^${place}/.*${test.replace(/^\^/, '')}`) },
      to: {
        path: '^(apps|packages)/',
        pathNot: [...allowed, 'packages/config'].map((other) => `^${other}/`),
      },
    },
  ];
});

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    {
      name: 'no circle',
      comment: 'Two files that need each other are one, or what both need belongs into a third. Types count.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolves',
      comment: 'There is no such file or package.',
      severity: 'error',
      from: {},
      // a name that apps/web/next.config.ts gives
      to: { couldNotResolve: true, pathNot: '^cornerstone-decoders$' },
    },
    ...betweenWorkspaces,
    {
      name: 'the web takes types and schemas of the BFF',
      comment: 'Whatever else it imports would bring server code to the browser: `import type`.',
      severity: 'error',
      from: { path: '^apps/web/' },
      to: {
        path: '^apps/bff/',
        pathNot: [
          '^apps/bff/src/features/[^/]+/schema\\.ts$',
          '^apps/bff/src/features/[^/]+/[a-z]+-schema\\.ts$',
        ],
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'the engine of the agenda has three doors',
      comment: 'Its contract, its client, and the plugin that runs it in this process.',
      severity: 'error',
      from: { pathNot: ['^apps/appointments/', '^scripts/bench/'] },
      to: { path: '^apps/appointments/', pathNot: '^apps/appointments/src/(contract|plugin|client)\\.ts$' },
    },
    {
      name: 'nobody imports the sandbox',
      comment: 'The embedded servers are reached over their standards alone.',
      severity: 'error',
      from: { pathNot: '^apps/sandbox/' },
      to: { path: '^apps/sandbox/' },
    },
    {
      name: 'decision support is asked over CDS Hooks',
      comment: 'What a hospital puts in its place answers the same; importers write the files that it reads.',
      severity: 'error',
      from: { pathNot: ['^apps/decision-support/', '^scripts/(interactions|bench)/'] },
      to: { path: '^apps/decision-support/' },
    },
    {
      name: 'a workspace is imported by its name',
      comment:
        'A path into another workspace goes around what its package.json exports and who depends on it.',
      severity: 'error',
      from: { path: '^((?:apps|packages)/[^/]+)/' },
      to: { path: '^(apps|packages)/', pathNot: '^$1/', dependencyTypes: ['local'] },
    },
    {
      name: 'commands start before packages are there',
      comment:
        'What scripts/lib needs of a package it imports where it needs it: `await import(…)` after set-up.',
      severity: 'error',
      from: { path: '^scripts/lib/[^/]+\\.mjs$' },
      to: { dependencyTypes: ['npm', 'npm-dev', 'npm-no-pkg', 'npm-unknown'], dynamic: false },
    },
    {
      name: 'features are apart',
      comment: 'Compose them in a page, or move what both need out of features/.',
      severity: 'error',
      from: { path: '^(apps/[^/]+/src/features)/([^/]+)/', pathNot: tests },
      to: { path: '^$1/', pathNot: '^$1/$2/' },
    },
    {
      name: 'features are composed by pages and routers',
      comment: 'Nothing else of an app knows its features.',
      severity: 'error',
      from: { path: '^(apps/[^/]+)/src/', pathNot: ['^apps/[^/]+/src/features/', ...composers, ...tests] },
      to: { path: '^$1/src/features/' },
    },
    {
      name: 'no tests in what is shipped',
      comment: 'Tests and their helpers are not in the images.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { path: tests },
    },
    {
      name: 'no development packages in what is shipped',
      comment: 'The images are installed without devDependencies; `import type` leaves no trace.',
      severity: 'error',
      from: { path: '^(apps|packages)/[^/]+/src/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'every package is in package.json',
      comment: 'It is there by chance: name it in the package.json of the workspace that imports it.',
      severity: 'error',
      from: { path: '^(apps|packages)/', pathNot: tests },
      to: { dependencyTypes: ['npm-no-pkg', 'npm-unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^apps/bff/src/generated/'] },
    exclude: { path: '(^|/)(\\.next|ohif|coverage|test-results|playwright-report)/' },
    tsPreCompilationDeps: true,
    detectJSDocImports: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['types', 'import', 'node', 'default'],
      // packages of types alone
      mainFields: ['module', 'main', 'types'],
    },
    cache: { folder: 'node_modules/.cache/dependency-cruiser', strategy: 'content' },
    reporterOptions: { text: { highlightFocused: true } },
  },
};
