'use client';
import type { MedicationLine, MedicationRow, MedicationsView } from '@keneyapp/bff/features/medications/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { usePathname, useSearchParams } from 'next/navigation';
import { useQueryState } from 'nuqs';
import { useCallback, useMemo, useState } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { drugWords } from '../../components/dosage-words.ts';
import { Drug, DrugTags } from '../../components/drug.tsx';
import { ListPage, useView } from '../../components/list-page.tsx';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { byGroup, groupOfDrug } from './groups.ts';
import { useOrderActions } from './order-actions.tsx';
import { drugKey, drugParam } from './search-params.ts';
import detail from './detail.module.css';

const PrintDialog = dynamic(() => import('./print-dialog.tsx').then((m) => m.PrintDialog), { ssr: false });
const DrugDetail = dynamic(() => import('./drug-detail.tsx').then((m) => m.DrugDetail));

const names = ['current', 'prohibited', 'other', 'past'] as const;
/** Lists that are offered only where there is something on them. */
const isOffered = (name: (typeof names)[number], count: number | undefined) =>
  name === 'current' || name === 'past' || (count ?? 0) > 0;

const typeOf = ({ source }: MedicationLine) =>
  source === 'request' ? 'MedicationRequest' : 'MedicationStatement';

export function MedicationsList({ patientId }: { patientId: string }) {
  const t = useTranslations('medications');
  const f = useFormats();
  const query = useQuery(useTRPC().medications.list.queryOptions({ patientId }));
  const [drug] = useQueryState('drug', drugParam);
  const found = useMemo(() => find(query.data, drug), [query.data, drug]);
  // a drug that was asked for by name alone is shown in its own list
  const asked = useView(names);
  const params = useSearchParams();
  const view = params.has('view') ? asked : (found?.view ?? asked);
  const pathname = usePathname();
  const hrefOf = useCallback(
    (line: MedicationLine | null) => {
      const next = new URLSearchParams(params);
      if (line) next.set('drug', drugKey(line));
      else next.delete('drug');
      const said = next.toString();
      return said === '' ? pathname : `${pathname}?${said}`;
    },
    [pathname, params],
  );
  const whole = useWholeColumn<MedicationRow>(patientId, typeOf);
  const own = useMemo<TableColumn<MedicationRow>[]>(() => {
    const plain = (line: MedicationLine) => {
      const { inn, brand, parts } = drugWords(line, t, f);
      return [brand ? `${inn} (${brand})` : inn, ...parts].filter(Boolean).join(' – ');
    };
    const reason = (line: MedicationLine) => line.reasons.map((r) => f.coded(r)).join(', ') || null;
    const start = (line: MedicationLine) => line.start ?? line.authoredOn;
    return [
      {
        id: 'drug',
        header: t('column.drug'),
        isHeader: true,
        text: plain,
        sort: 'text',
        cell: (line) => (
          <>
            <span className={styles.plain}>
              <SamePageLink className={detail.name} href={hrefOf(line)}>
                <Drug line={line} />
              </SamePageLink>
            </span>
            <DrugTags line={line} usual={view === 'past' ? 'completed' : 'active'} />
            {(line.note !== null || line.statusReasons.length > 0) && (
              <span className={styles.note}>
                {[...line.statusReasons.map((r) => f.coded(r)), line.note].filter(Boolean).join(' · ')}
              </span>
            )}
          </>
        ),
      },
      {
        id: 'since',
        header: t('column.since'),
        kind: 'date',
        width: 108,
        text: (l) => f.date(start(l)),
        sort: (l) => start(l),
        cell: (l) => f.date(start(l)),
      },
      ...(view === 'past'
        ? [
            {
              id: 'end',
              isOptional: true,
              header: t('column.end'),
              kind: 'date' as const,
              width: 108,
              text: (l: MedicationLine) => f.date(l.end),
              sort: (l: MedicationLine) => l.end,
              cell: (l: MedicationLine) => f.date(l.end),
            },
          ]
        : []),
      {
        id: 'reason',
        isOptional: true,
        header: t('column.reason'),
        width: 190,
        folds: 1,
        text: reason,
        sort: 'text',
      },
      {
        id: 'prescriber',
        isOptional: true,
        header: t('column.prescriber'),
        width: 160,
        folds: 2,
        text: (l) => l.prescriber,
        sort: 'text',
      },
    ];
  }, [t, f, view, hrefOf]);
  const [printed, setPrinted] = useState<MedicationRow | null>(null);
  const actions = useOrderActions(patientId, setPrinted);
  const columns = useMemo(() => [...own, ...actions, ...whole], [own, actions, whole]);
  const listed = query.data?.[view];
  const rows = useMemo(() => byGroup(listed ?? []), [listed]);
  const groups = new Set(rows.map(groupOfDrug));
  const groupOf = useCallback((line: MedicationLine) => t(`group.${groupOfDrug(line)}`), [t]);
  return (
    <ListPage
      title={t('title')}
      query={query}
      viewsLabel={t('views.label')}
      current={view}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t(`empty.${view}`)}
      views={names
        .filter((name) => name === view || isOffered(name, query.data?.[name].length))
        .map((name) => ({ name, word: t(`views.${name}`), count: query.data?.[name].length }))}
      above={
        <>
          {drug !== null && query.data && !found && (
            <p className={styles.statements} role="status">
              {t('detail.gone')}
            </p>
          )}
          {view === 'current' && (
            <>
              <Statements of="medication" statements={query.data?.statements ?? []} />
              <Prohibited lines={query.data?.prohibited ?? []} />
            </>
          )}
        </>
      }
      before={found && <DrugDetail patientId={patientId} line={found.line} closeHref={hrefOf(null)} />}
    >
      <DataTable
        name="medications"
        label={`${t('title')} – ${t(`views.${view}`)}`}
        rows={rows}
        columns={columns}
        rowKey={(l) => l.id}
        {...(view === 'current' && (groups.size > 1 || !groups.has('unknown')) && { groupOf })}
      />
      {printed && (
        <PrintDialog key={printed.id} patientId={patientId} row={printed} onClose={() => setPrinted(null)} />
      )}
    </ListPage>
  );
}

/** What must not be given is read before what is. */
function Prohibited({ lines }: { lines: readonly MedicationLine[] }) {
  const t = useTranslations('medications');
  if (lines.length === 0) return null;
  return (
    <ul className={styles.statements}>
      {lines.map((line) => (
        <li key={line.id}>
          <strong className={styles.critical}>{t('prohibitedHere')}</strong> <Drug line={line} />
        </li>
      ))}
    </ul>
  );
}

/** The line an address names, and the list it stands in. */
function find(data: MedicationsView | undefined, key: string | null) {
  for (const view of names) {
    const line = data?.[view].find((l) => drugKey(l) === key);
    if (line) return { line, view };
  }
  return null;
}
