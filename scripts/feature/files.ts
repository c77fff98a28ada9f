import type { TypeShape } from './type-shape.ts';

export interface Asked {
  /** One word, plural, as the address has it. */
  feature: string;
  shape: TypeShape;
  title: { fr: string; en: string };
  /** The letter that follows `g`; empty: none leads there. */
  key: string;
}
const capital = (word: string) => word.charAt(0).toUpperCase() + word.slice(1);

/** The files of a read-only list, by their path. Prettier lays them out afterwards. */
export function filesOf({ feature, shape, title, key }: Asked): Record<string, string> {
  const { type } = shape;
  const row = `${type}Row`;
  const List = `${capital(feature)}List`;
  const View = `${capital(feature)}View`;
  const model = type.replaceAll(/(?<!^)[A-Z]/g, (letter) => `-${letter}`).toLowerCase();
  return {
    [`packages/fhir-model/src/${model}.ts`]: `import type { ${type} } from '@medplum/fhirtypes';
import { versionOf } from './bundles.ts';
import { coded } from './coded.ts';
import { latestFirst, whenOf } from './dates.ts';
import type { Coded, When } from './shapes.ts';
${shape.note === 'null' ? '' : "import { notes } from './text.ts';\n"}
export interface ${row} {
  id: string;
  /** Version, for \`If-Match\`. */
  version: string | null;
  name: Coded;
  status: string | null;
  when: When | null;
  note: string | null;
}

export function read${type}(resource: ${type}): ${row} {
  return {
    id: resource.id ?? '',
    version: versionOf(resource),
    name: ${shape.name},
    status: ${shape.status},
    when: ${shape.when},
    note: ${shape.note},
  };
}

/** Latest first, undated last; without what was entered in error. */
export const sort${capital(feature)} = (all: readonly ${row}[]): ${row}[] =>
  all
    .filter(({ status }) => status !== 'entered-in-error')
    .toSorted(latestFirst(({ when }) => when?.start ?? when?.end ?? null));
`,
    [`packages/fhir-model/src/${model}.test.ts`]: `import type { ${type} } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { read${type}, sort${capital(feature)} } from './${model}.ts';

it('bears a bare one, and leaves out what was entered in error', () => {
  const bare = read${type}({ resourceType: '${type}', id: 'a' } as ${type});
  expect(bare).toEqual({
    id: 'a',
    version: null,
    name: { text: null, codes: [] },
    status: null,
    when: null,
    note: null,
  });
  const dated = { ...bare, id: 'b', when: { start: '2024', end: null, age: null, text: null } };
  expect(sort${capital(feature)}([bare, { ...bare, status: 'entered-in-error' }, dated]).map(({ id }) => id)).toEqual(['b', 'a']);
});
`,
    [`apps/bff/src/features/${feature}/view.ts`]: `import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import { read${type}, sort${capital(feature)}, type ${row} } from '@keneyapp/fhir-model/${model}';
import type { Bundle } from '@medplum/fhirtypes';

export type { ${row} };

export interface ${View} {
  items: ${row}[];
  truncated: boolean;
}

export function ${feature}View(bundle: Bundle): ${View} {
  return { items: sort${capital(feature)}(readAll(bundle, '${type}', read${type})), truncated: hasNext(bundle) };
}
`,
    [`apps/bff/src/features/${feature}/router.ts`]: `import { chartOperation, router } from '../../trpc.ts';
import { ${feature}View } from './view.ts';

export const ${feature}Router = router({
  list: chartOperation('${feature}.read').query(async ({ ctx }) => {
    ctx.auditResources('${type}');
    return ${feature}View(
      await ctx.fhir.search('${type}', {
        ${shape.search},
        _count: 500,${shape.sort === null ? '' : `\n        _sort: '-${shape.sort}',`}
      }),
    );
  }),
});
`,
    [`apps/web/src/features/${feature}/manifest.ts`]: `import type { FeatureManifest } from '../../shell/manifest.ts';

export const ${feature}: FeatureManifest = {
  section: { name: '${feature}',${key === '' ? '' : ` key: '${key}',`} operation: '${feature}.read' },
};
`,
    [`apps/web/src/features/${feature}/${feature}-list.tsx`]: listOf({ feature, type, row, List }),
    [`apps/web/src/features/${feature}/${feature}-list.dom.test.tsx`]: listTestOf({ feature, row, List }),
    [`apps/web/src/app/(app)/patients/[patientId]/${feature}/page.tsx`]: pageOf(feature, List),
    [`apps/web/messages/fr/${feature}.json`]: textsOf(title.fr, {
      empty: 'Rien n’est enregistré ici.',
      name: 'Nom',
      status: 'Statut',
      when: 'Date',
    }),
    [`apps/web/messages/en/${feature}.json`]: textsOf(title.en, {
      empty: 'Nothing is recorded here.',
      name: 'Name',
      status: 'Status',
      when: 'Date',
    }),
    [`e2e/${feature}.spec.ts`]: `import { expect, test } from './fixtures.ts';
import { openChart } from './pages/chart.ts';

test('the page of ${feature} opens, and says when nothing is recorded', async ({ signedInPage, patient }) => {
  const page = await signedInPage('doctor');
  await openChart(page, patient.id, '${feature}');
  await expect(page.getByRole('heading', { level: 1, name: ${JSON.stringify(title.fr)} })).toBeVisible();
  await expect(page.getByText('Rien n’est enregistré ici.')).toBeVisible();
});
`,
  };
}

const textsOf = (title: string, { empty, ...column }: Record<string, string>): string =>
  `${JSON.stringify({ title, empty, column }, null, 2)}\n`;

function listOf({
  feature,
  type,
  row,
  List,
}: {
  feature: string;
  type: string;
  row: string;
  List: string;
}): string {
  return `'use client';
import type { ${row} } from '@keneyapp/bff/features/${feature}/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage } from '../../components/list-page.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

export function ${List}({ patientId }: { patientId: string }) {
  const t = useTranslations('${feature}');
  const f = useFormats();
  const query = useQuery(useTRPC().${feature}.list.queryOptions({ patientId }));
  const whole = useWholeColumn<${row}>(patientId, '${type}');
  const own = useMemo<TableColumn<${row}>[]>(
    () => [
      {
        id: 'name',
        header: t('column.name'),
        isHeader: true,
        text: (r) => f.coded(r.name),
        sort: 'text',
        cell: (r) => (
          <>
            {f.coded(r.name)}
            {r.note && <span className={styles.note}>{r.note}</span>}
          </>
        ),
      },
      {
        id: 'when',
        header: t('column.when'),
        width: 150,
        text: (r) => f.when(r.when),
        sort: (r) => r.when?.start ?? r.when?.end ?? null,
        cell: (r) => f.when(r.when),
      },
      {
        id: 'status',
        header: t('column.status'),
        width: 130,
        text: (r) => r.status,
        sort: 'text',
      },
    ],
    [t, f],
  );
  const columns = useMemo(() => [...own, ...whole], [own, whole]);
  const rows = query.data?.items ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t('empty')}
    >
      <DataTable name="${feature}" label={t('title')} rows={rows} columns={columns} rowKey={(r) => r.id} />
    </ListPage>
  );
}
`;
}

function listTestOf({ feature, row, List }: { feature: string; row: string; List: string }): string {
  return `import type { ${row} } from '@keneyapp/bff/features/${feature}/view';
import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { refusal } from '../../testing/answers.ts';
import { coded } from '../../testing/clinical.ts';
import { show } from '../../testing/show.tsx';
import { ${List} } from './${feature}-list.tsx';

const recorded: ${row} = {
  id: 'a',
  version: '1',
  name: coded('Premier'),
  status: null,
  when: { start: '2024-05-06', end: null, age: null, text: null },
  note: 'Dit par la patiente',
};
const open = (items: () => ${row}[]) =>
  show(<${List} patientId="p1" />, {
    answers: { ${feature}: { list: () => ({ items: items(), truncated: false }) } },
  });

it('what is recorded is read with its date and note', async () => {
  await open(() => [recorded]);
  const row = page.getByRole('row', { name: /Premier/ });
  await expect.element(row).toMatchTextContent('06/05/2024');
  await expect.element(row).toMatchTextContent('Dit par la patiente');
});

it('that nothing is recorded is said', async () => {
  await open(() => []);
  await expect.element(page.getByText('Rien n’est enregistré ici.')).toBeVisible();
  await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
});

it('what could not be read is no empty list', async () => {
  await open(() => {
    throw refusal('INTERNAL_SERVER_ERROR');
  });
  await expect.element(page.getByRole('alert')).toBeVisible();
  await expect.element(page.getByText('Rien n’est enregistré ici.')).not.toBeInTheDocument();
});
`;
}

function pageOf(feature: string, List: string): string {
  return `import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { ${List} } from '../../../../../features/${feature}/${feature}-list.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('${feature}'))('title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  await prefetch(trpc().${feature}.list.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['${feature}']}>
      <NuqsAdapter>
        <Hydrate>
          <${List} patientId={patientId} />
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}
`;
}
