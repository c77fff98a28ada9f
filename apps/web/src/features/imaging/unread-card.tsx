'use client';
import type { UnreadStudy } from '@keneyapp/bff/features/imaging/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { CardNote } from '../../components/card-note.tsx';
import { CardTable } from '../../components/card-table.tsx';
import list from '../../components/list.module.css';
import { ListedPatient } from '../../components/listed-patient.tsx';
import { StartCard } from '../../components/start-card.tsx';
import { useDicomWords } from '../../components/use-dicom-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { imagingHref } from './search-params.ts';

const againMs = 120_000;

const hrefOf = ({ patient, study }: UnreadStudy) =>
  imagingHref(patientHref(patient.id, 'imaging'), study.state === 'available' ? { study: study.uid } : {});

/** Studies that wait for a report, what is urgent first; the row leads to the images. */
export function UnreadCard() {
  const t = useTranslations('start.studies');
  const query = useQuery(useTRPC().imaging.listUnread.queryOptions(undefined, whileInSight(againMs)));
  return (
    <StartCard
      name="studies"
      query={query}
      countOf={({ rows }) => rows.length}
      above={({ rows, days, ...said }) => (
        <CardNote {...said} count={rows.length} isStale={query.error !== null}>
          {t('since', { n: days })}
        </CardNote>
      )}
    >
      {({ rows }) => <Studies rows={rows} />}
    </StartCard>
  );
}

function Studies({ rows }: { rows: readonly UnreadStudy[] }) {
  const t = useTranslations('start');
  const f = useFormats();
  const { modality, bodyPart } = useDicomWords();
  const router = useRouter();
  const columns = useMemo<TableColumn<UnreadStudy>[]>(() => {
    const kind = ({ study }: UnreadStudy) => [...new Set(study.modalities.map(modality))].join(', ');
    const what = ({ study }: UnreadStudy) =>
      [study.description, study.bodySites.map(bodyPart).join(', ')].filter(Boolean).join(' · ') ||
      t('studies.unnamed');
    const state = ({ study, priority }: UnreadStudy) =>
      [
        priority && t(`studies.priority.${priority}`),
        study.report && t('studies.preliminary'),
        study.state === 'none' && t('studies.noImages'),
      ].filter((word) => typeof word === 'string');
    return [
      {
        id: 'patient',
        header: t('column.patient'),
        isHeader: true,
        text: ({ patient }) => [f.fullName(patient), f.date(patient.birthDate)].filter(Boolean).join(' '),
        sort: ({ patient }) => f.fullName(patient),
        cell: (row) => <ListedPatient {...row} href={hrefOf(row)} />,
      },
      {
        id: 'state',
        header: t('studies.column.state'),
        width: 196,
        isOptional: true,
        text: (row) => state(row).join(', ') || null,
        sort: ({ priority }) => priority,
        cell: (row) =>
          state(row).map((word, i) => (
            <span key={word} className={`${list.tag} ${i === 0 && row.priority ? list.denied : list.warn}`}>
              {word}
            </span>
          )),
      },
      { id: 'kind', header: t('studies.column.kind'), width: 130, text: kind, sort: kind, cell: kind },
      {
        id: 'what',
        header: t('studies.column.what'),
        width: 300,
        folds: 1,
        text: (row) => [what(row), row.study.reason].filter(Boolean).join(' '),
        sort: what,
        cell: (row) => (
          <>
            {what(row)}
            {row.study.reason && <span className={list.note}>{row.study.reason}</span>}
          </>
        ),
      },
      {
        id: 'at',
        header: t('column.at'),
        kind: 'time',
        width: 140,
        folds: 1,
        text: ({ study }) => f.dateTime(study.date),
        sort: ({ study }) => study.date,
        cell: ({ study }) => f.dateTime(study.date),
      },
    ];
  }, [t, f, modality, bodyPart]);
  return (
    <CardTable
      name="studies"
      label={t('cards.studies')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.study.id}
      onOpen={(row) => router.push(hrefOf(row))}
    />
  );
}
