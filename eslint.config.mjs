import tseslint from 'typescript-eslint';
import hooks from 'eslint-plugin-react-hooks';
import a11y from 'eslint-plugin-jsx-a11y';
import { featureIsolation } from './packages/config/eslint-features.mjs';

/** A reference to a patient is made of an id that is one (packages/fhir-model/src/references.ts). */
const patientReferences = [
  {
    selector: 'TemplateLiteral[expressions.length>0] > TemplateElement[value.raw=/(^|[^A-Za-z])Patient\\/$/]',
    message: 'Write patientReference(id).',
  },
  {
    selector: "BinaryExpression[operator='+'] > Literal[value=/Patient\\/$/]",
    message: 'Write patientReference(id).',
  },
];

/** Who may is the policy's: what a role has is asked as a right (docs/adr/0016-operations.md). */
const role = (place) =>
  ['name', 'property.name', 'expression.property.name'].map((name) => `[${place}.${name}='role']`);
const comparedRoles = [
  ...['left', 'right'].flatMap((side) =>
    role(side).map((is) => `BinaryExpression[operator=/^[!=]==?$/]${is} > Literal[raw=/^['"]/]`),
  ),
  ...role('discriminant').map((is) => `SwitchStatement${is}`),
  ...role('arguments.0').flatMap((is) =>
    ['callee.object.type=/^(Array|TSAs)Expression$/', 'callee.object.name=/roles$/i'].map(
      (list) => `CallExpression[callee.property.name='includes'][${list}]${is}`,
    ),
  ),
].map((selector) => ({ selector, message: 'Ask for a right: access.rights() or useVisitor().rights.' }));
/** A browser shows its own date fields in its own order, and empties what it cannot read (docs/adr/0021-form-kit.md). */
const nativeDates = {
  selector: "JSXAttribute[name.name='type'] Literal[value=/^(date|time|datetime-local|month|week)$/]",
  message: 'Take a field of components/form: it speaks French order in every browser.',
};
/** React puts a list that the server drew back to what it was; a choice of before its script is lost. */
const rawLists = {
  selector: "JSXOpeningElement[name.name='select']",
  message: 'Take components/native-select.tsx: a choice counts from the moment the page is seen.',
};

/** Features get a client from their procedure, and what is beyond it as a capability with its reason. */
const wholeClients = [
  'Identifier[name=/^(systemFhir|fhirFor)$/]',
  'Literal[value=/^(systemFhir|fhirFor)$/]',
].map((selector) => ({ selector, message: 'Name a capability in apps/bff/src/access/capabilities.' }));

export default tseslint.config(
  {
    ignores: [
      '**/node_modules/',
      '**/.next/',
      '**/dist/',
      '**/generated/',
      '**/coverage/',
      'apps/bff/ohif/',
      '.data/',
      '**/next-env.d.ts',
      'playwright-report/',
      'test-results/',
    ],
  },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.{ts,tsx,mjs}'],
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrorsIgnorePattern: '^_' },
      ],
      'no-empty': ['error', { allowEmptyCatch: false }],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      // styles: scripts/sizes.test.ts
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
    },
  },
  {
    // process.env is read in each app's env.ts alone (docs/architecture.md, rule 6)
    files: ['apps/*/src/**/*.{ts,tsx}', 'packages/*/src/**/*.{ts,tsx}'],
    ignores: ['**/env.ts', '**/*.test.ts', 'packages/config/src/**'],
    rules: {
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: "Read the environment in the app's env.ts." },
      ],
    },
  },
  {
    files: ['apps/web/**/*.tsx', 'packages/ui/**/*.tsx'],
    plugins: { 'react-hooks': hooks, 'jsx-a11y': a11y },
    rules: { ...hooks.configs.recommended.rules, ...a11y.configs.recommended.rules },
  },
  {
    // held by `npm run layers` like every other layer; here it is also said while one types
    files: ['apps/*/src/features/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    plugins: { keneyapp: { rules: { 'feature-isolation': featureIsolation } } },
    rules: { 'keneyapp/feature-isolation': 'error' },
  },
  {
    files: ['apps/bff/src/**/*.ts', 'scripts/**/*.ts', 'packages/fhir-model/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'packages/fhir-model/src/references.ts', 'scripts/bench/audit-fill.ts'],
    rules: { 'no-restricted-syntax': ['error', ...patientReferences] },
  },
  {
    // what the trail says of somebody is told in access/roles.ts
    files: ['apps/bff/src/**/*.ts'],
    ignores: ['**/*.test.ts', 'apps/bff/src/access/roles.ts'],
    rules: { 'no-restricted-syntax': ['error', ...patientReferences, ...comparedRoles] },
  },
  {
    files: ['apps/web/src/**/*.{ts,tsx}'],
    ignores: ['**/*.test.{ts,tsx}'],
    rules: { 'no-restricted-syntax': ['error', ...comparedRoles, nativeDates, rawLists] },
  },
  {
    files: ['apps/web/src/components/native-select.tsx'],
    rules: { 'no-restricted-syntax': ['error', ...comparedRoles, nativeDates] },
  },
  {
    files: ['apps/bff/src/features/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...patientReferences, ...comparedRoles, ...wholeClients] },
  },
  {
    // a browser test waits for an effect, never for a time; and no test is left alone or out
    files: ['e2e/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.property.name='waitForTimeout']",
          message: 'Wait for the effect, not for a time.',
        },
        {
          selector: "CallExpression[callee.name='setTimeout']",
          message: 'Wait for the effect, not for a time.',
        },
        {
          selector: "MemberExpression[object.name='test'][property.name='only']",
          message: 'Left from debugging.',
        },
      ],
      'no-empty-pattern': 'off',
    },
  },
);
