'use client';
import type { ImmunizationRow, Protocol } from '@keneyapp/bff/features/immunizations/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useCallback, useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpened } from '../../components/list-page.tsx';
import { TakeBack, useStatementActions } from '../../components/statement-actions.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';

const ImmunizationHistory = dynamic(
  () => import('./immunization-history.tsx').then((m) => m.ImmunizationHistory),
  { ssr: false },
);

const offered = {
  form: 'immunizations.change',
  History: ImmunizationHistory,
  actions: ['immunizations.markEnteredInError'],
} as const;

export function ImmunizationsList({ patientId }: { patientId: string }) {
  const t = useTranslations('immunizations');
  const f = useFormats();
  const query = useQuery(useTRPC().immunizations.list.queryOptions({ patientId }));
  const opened = useOpened();
  const whole = useWholeColumn<ImmunizationRow>(patientId, 'Immunization');
  const own = useMemo<TableColumn<ImmunizationRow>[]>(() => {
    const against = (p: Protocol) => p.targets.map((d) => f.coded(d)).join(', ');
    const targets = (i: ImmunizationRow) =>
      [...new Set(i.protocols.map(against).filter(Boolean))].join(', ') || null;
    const dose = (i: ImmunizationRow) =>
      i.protocols
        .flatMap((p) => {
          const count = p.doseNumber && p.doseTotal && t('doseOf', { n: p.doseNumber, total: p.doseTotal });
          // of several schedules each says which
          const which = i.protocols.length > 1 ? (p.series ?? against(p)) : p.series;
          const words = [count || p.doseNumber, which && `(${which})`].filter(Boolean).join(' ');
          return words === '' ? [] : [words];
        })
        .join(', ') || null;
    const given = (i: ImmunizationRow) =>
      [
        i.dose && f.amount(i.dose),
        i.route && f.coded(i.route).toLocaleLowerCase(f.locale),
        i.site && f.coded(i.site).toLocaleLowerCase(f.locale),
      ]
        .filter(Boolean)
        .join(', ') || null;
    const lot = (i: ImmunizationRow) => [i.lotNumber, i.manufacturer].filter(Boolean).join(' · ') || null;
    return [
      {
        id: 'vaccine',
        header: t('column.vaccine'),
        isHeader: true,
        text: (i) => f.coded(i.vaccine),
        sort: 'text',
        cell: (i) => (
          <>
            {f.coded(i.vaccine)}
            {i.status === 'not-done' && (
              <span className={`${styles.tag} ${styles.warn}`}>
                {f.labelled(t('notDone'), i.statusReason && f.coded(i.statusReason))}
              </span>
            )}
            {i.isSubpotent && (
              <span className={`${styles.tag} ${styles.warn}`}>
                {f.labelled(t('subpotent'), i.subpotentReasons.map((r) => f.coded(r)).join(', '))}
              </span>
            )}
            {i.isPrimarySource === false && <span className={styles.tag}>{t('reported')}</span>}
            {targets(i) && <span className={styles.note}>{targets(i)}</span>}
            {i.reasons.length > 0 && (
              <span className={styles.note}>
                {t('reasons', { text: i.reasons.map((r) => f.coded(r)).join(', ') })}
              </span>
            )}
            {i.note && <span className={styles.note}>{i.note}</span>}
            {i.reactions.length > 0 && (
              <span className={styles.note}>{t('reactions', { text: i.reactions.join(', ') })}</span>
            )}
          </>
        ),
      },
      {
        id: 'date',
        header: t('column.date'),
        width: 112,
        text: (i) => f.date(i.date) ?? i.dateText,
        sort: (i) => i.date,
        cell: (i) => f.date(i.date) ?? i.dateText,
      },
      { id: 'dose', isOptional: true, header: t('column.dose'), width: 80, text: dose, sort: 'text' },
      {
        id: 'given',
        isOptional: true,
        header: t('column.given'),
        width: 230,
        folds: 1,
        text: given,
        sort: 'text',
      },
      { id: 'lot', isOptional: true, header: t('column.lot'), width: 150, folds: 2, text: lot, sort: 'text' },
      {
        id: 'performer',
        isOptional: true,
        header: t('column.performer'),
        width: 150,
        folds: 1,
        text: (i) => i.performer,
        sort: 'text',
      },
    ];
  }, [t, f]);
  const nameOf = useCallback((i: ImmunizationRow) => f.coded(i.vaccine), [f]);
  const actions = useStatementActions(patientId, offered, nameOf);
  const columns = useMemo(() => [...own, ...actions, ...whole], [own, actions, whole]);
  const rows = query.data?.items ?? [];
  return (
    <ListPage
      title={t('title')}
      query={query}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t('empty')}
      above={
        <Statements
          of="immunization"
          statements={query.data?.statements ?? []}
          takeBack={(row, what) => (
            <TakeBack {...{ patientId, row, what }} action="immunizations.markEnteredInError" />
          )}
        />
      }
    >
      <DataTable
        name="immunizations"
        label={t('title')}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(i) => i.id}
      />
    </ListPage>
  );
}
