'use client';
import type { FamilyRow } from '@keneyapp/bff/features/family/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useMemo } from 'react';
import { DataTable } from '../../components/data-table.tsx';
import { ListPage, useOpened } from '../../components/list-page.tsx';
import { NoneKnown } from '../../components/none-known.tsx';
import { TakeBack, useStatementActions } from '../../components/statement-actions.tsx';
import { Statements } from '../../components/statements.tsx';
import { useWholeColumn } from '../../components/whole-link.tsx';
import styles from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { useFamilyText } from './use-family-words.ts';

const FamilyHistory = dynamic(() => import('./family-history.tsx').then((m) => m.FamilyHistory), {
  ssr: false,
});

const offered = {
  form: 'family.change',
  History: FamilyHistory,
  actions: ['family.markEnteredInError'],
} as const;

export function FamilyList({ patientId }: { patientId: string }) {
  const t = useTranslations('family');
  const f = useFormats();
  const text = useFamilyText();
  const query = useQuery(useTRPC().family.list.queryOptions({ patientId }));
  const mayWrite = useSignedInUser().rights['family.record-none-known'];
  const opened = useOpened();
  const whole = useWholeColumn<FamilyRow>(patientId, 'FamilyMemberHistory');
  const actions = useStatementActions(patientId, offered, text.relation);
  const columns = useMemo<TableColumn<FamilyRow>[]>(
    () => [
      {
        id: 'relation',
        header: t('column.relation'),
        isHeader: true,
        width: 200,
        text: text.relation,
        sort: 'text',
        cell: (r) => (
          <>
            {[text.relation(r), r.name].filter(Boolean).join(' – ')}
            {(r.status === 'health-unknown' || r.status === 'partial') && (
              <span className={styles.tag}>{t(`status.${r.status}`)}</span>
            )}
            {r.note && <span className={styles.note}>{r.note}</span>}
          </>
        ),
      },
      {
        id: 'conditions',
        header: t('column.conditions'),
        text: (r) => text.conditions(r).join(', ') || null,
        sort: 'text',
        cell: (r) =>
          text.conditions(r).map((line, i) => (
            <span key={`${i}-${line}`} style={{ display: 'block' }}>
              {line}
              {r.conditions[i]?.note && <span className={styles.note}>{r.conditions[i].note}</span>}
            </span>
          )),
      },
      {
        id: 'deceased',
        isOptional: true,
        header: t('column.deceased'),
        width: 150,
        folds: 1,
        text: text.deceased,
        sort: 'text',
      },
      {
        id: 'recorded',
        isOptional: true,
        header: t('column.recorded'),
        width: 120,
        folds: 2,
        text: (r) => f.date(r.recordedDate),
        sort: (r) => r.recordedDate,
      },
      ...actions,
      ...whole,
    ],
    [t, f, text, actions, whole],
  );
  const rows = query.data?.items ?? [];
  const statements = query.data?.statements ?? [];
  const isNone = statements.some(({ absence }) => absence.says === 'none-known');
  return (
    <ListPage
      title={t('title')}
      query={query}
      isTruncated={query.data?.truncated}
      isEmpty={rows.length === 0}
      empty={t(isNone ? 'noneKnownEmpty' : 'empty')}
      above={
        <>
          <Statements
            of="family"
            statements={statements}
            takeBack={(row, what) => (
              <TakeBack {...{ patientId, row, what }} action="family.markEnteredInError" />
            )}
          />
          {mayWrite && rows.length === 0 && !isNone && <NoneKnown of="family" patientId={patientId} />}
        </>
      }
    >
      <DataTable
        name="family"
        label={t('title')}
        rows={rows}
        columns={columns}
        marked={opened}
        rowKey={(r) => r.id}
      />
    </ListPage>
  );
}
