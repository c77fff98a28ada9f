import { PlainError } from '../lib/plain-error.mjs';
import type { Asked } from './files.ts';

/** A place of a file that all features share, and what a new one puts there: before `before`, or instead of it. */
export interface Insertion {
  file: string;
  before: string;
  text: string;
}

/** Where a newcomer is entered: the indexes of web and BFF, its word, its rights, the catalogue, the texts, the tests' lists. */
export function insertionsFor({ feature, shape: { type, told }, title }: Asked): Insertion[] {
  const lower = (text: string) => text.charAt(0).toLowerCase() + text.slice(1);
  const texts = (['fr', 'en'] as const).flatMap((language) => [
    {
      file: `apps/web/messages/${language}/common.json`,
      before: '    "timeline": ',
      text: `    "${feature}": ${JSON.stringify(lower(title[language]))},\n`,
    },
    {
      file: `apps/web/messages/${language}/shell.json`,
      before: '    "immunizations": "',
      text: `    "${feature}": ${JSON.stringify(title[language])},\n`,
    },
    {
      file: `apps/web/messages/${language}/audit.json`,
      before: '    "timeline": {',
      text: `    "${feature}": { "list": ${JSON.stringify(title[language])} },\n`,
    },
  ]);
  return [
    ...texts,
    {
      file: 'apps/web/src/app/manifests.tsx',
      before: "import { record } from '../features/record/manifest.ts';\n",
      text: `import { ${feature} } from '../features/${feature}/manifest.ts';\n`,
    },
    { file: 'apps/web/src/app/manifests.tsx', before: '  record,\n', text: `  ${feature},\n` },
    {
      file: 'apps/web/src/i18n/messages.ts',
      before: "import type record from '../../messages/fr/record.json';\n",
      text: `import type ${feature} from '../../messages/fr/${feature}.json';\n`,
    },
    {
      file: 'apps/web/src/i18n/messages.ts',
      before: '  record: typeof record;\n',
      text: `  ${feature}: typeof ${feature};\n`,
    },
    { file: 'apps/web/src/i18n/messages.ts', before: '  record: true,\n', text: `  ${feature}: true,\n` },
    {
      file: 'apps/bff/src/app-router.ts',
      before: "import { recordRouter } from './features/record/router.ts';\n",
      text: `import { ${feature}Router } from './features/${feature}/router.ts';\n`,
    },
    {
      file: 'apps/bff/src/app-router.ts',
      before: '  record: recordRouter,\n',
      text: `  ${feature}: ${feature}Router,\n`,
    },
    { file: 'apps/bff/src/access/roles.ts', before: "  'timeline',\n", text: `  '${feature}',\n` },
    {
      file: 'policies/operations.json',
      before: '    "timeline.read": {',
      text: `    "${feature}.read": {
      "group": "chart", "action": "R", "emergency": true,
      "roles": { "tied": ["doctor", "nurse", "pharmacist", "radiologist"], "own": ["patient"] }
    },
`,
    },
    { file: 'packages/fhir-model/src/catalogue.ts', before: "  | 'timeline'\n", text: `  | '${feature}'\n` },
    { file: 'apps/web/src/testing/people.ts', before: "'timeline',", text: `'${feature}', ` },
    { file: 'e2e/access.spec.ts', before: "    'encounters.list',\n", text: `    '${feature}.list',\n` },
    { file: 'e2e/accessibility.spec.ts', before: '|timeline|', text: `|${feature}` },
    {
      file: 'e2e/leaks/withheld.spec.ts',
      before: "    { resourceType: 'Procedure', ",
      text: `    { ${told} },\n`,
    },
    {
      file: 'e2e/leaks/withheld.spec.ts',
      before: "  ['timeline.list'],\n",
      text: `  ['${feature}.list'],\n`,
    },
    { file: 'e2e/pages/chart.ts', before: "  'record',\n", text: `  '${feature}',\n` },
    { file: 'e2e/leaks/chart.spec.ts', before: "  'timeline.list',\n", text: `  '${feature}.list',\n` },
    {
      file: 'scripts/leaks/weakenings/features.ts',
      before: "      ['record', 'list'],\n",
      text: `      ['${feature}', 'list'],\n`,
    },
    {
      file: 'scripts/leaks/weakenings/features.ts',
      before: "    ['timeline', '1 another patient: timeline.list'],\n",
      text: `    ['${feature}', '1 another patient: ${feature}.list'],\n`,
    },
    {
      file: 'docs/features.md',
      before: '- **`timeline`**',
      text: `- **\`${feature}\`**: ${lower(title.en)}. _${type}_\n`,
    },
  ];
}

/** @throws PlainError when the place is not there exactly once, or the feature is there already. */
export function inserted(content: string, { file, before, text }: Insertion): string {
  const parts = content.split(before);
  if (parts.length !== 2)
    throw new PlainError(
      `${file}: ${parts.length - 1} places are “${before.trim()}”, and not one: mend scripts/feature/places.ts`,
    );
  if (content.includes(text)) throw new PlainError(`${file} has it already: ${text.trim()}`);
  return parts.join(`${text}${before}`);
}

/** The type is at home on the new page from now on, and its changes are told to open screens. */
export function rehomed(catalogue: string, { feature, shape: { type } }: Asked): string {
  const entry = new RegExp(
    `^  ${type}: part\\('(\\w+)', ('[^']*'), ('[^']*'|null)(?:, (\\w+|\\{[^}]*\\}))?\\),$`,
    'm',
  );
  const [, was, dates, sort, own] = entry.exec(catalogue) ?? [];
  if (was !== 'record')
    throw new PlainError(
      `${type} is at home on ${was ?? 'a page'} already: packages/fhir-model/src/catalogue.ts`,
    );
  const more = own === undefined ? '' : own.startsWith('{') ? `${own.slice(1, -1).trim()}, ` : `...${own}, `;
  return catalogue.replace(entry, `  ${type}: part('${feature}', ${dates}, ${sort}, { ${more}isWatched }),`);
}

const readers = ['doctor', 'nurse', 'pharmacist', 'radiologist', 'patient'];

/** The table of rights that the tests of the policy write out once more: a column for the newcomer, before the timeline. */
export function withRights(rego: string, { feature }: Asked): string {
  const list = /features := \[([^\]]*)\]/.exec(rego)?.[1] ?? '';
  const at = [...list.matchAll(/"(\w+)"/g)].findIndex(([, name]) => name === 'timeline');
  if (at < 0)
    throw new PlainError('policies/rights_test.rego lists no timeline: mend scripts/feature/places.ts');
  return rego
    .replace('"timeline", ', `"${feature}", "timeline", `)
    .replace(
      /^(\t# +)(pa su .*)$/m,
      (_, start: string, columns: string) =>
        `${start}${columns.split(' ').toSpliced(at, 0, feature.slice(0, 2)).join(' ')}`,
    )
    .replaceAll(
      /^(\t"([a-z-]+)": ")([rw.](?: {2}[rw.])+)",$/gm,
      (_, start: string, role: string, cells: string) =>
        `${start}${cells
          .split('  ')
          .toSpliced(at, 0, readers.includes(role) ? 'r' : '.')
          .join('  ')}",`,
    );
}
