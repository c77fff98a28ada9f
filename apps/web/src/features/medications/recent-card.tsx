'use client';
import type { RecentPrescription } from '@keneyapp/bff/features/medications/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useRouter } from 'next/navigation';
import { useMemo } from 'react';
import { CardNote } from '../../components/card-note.tsx';
import { CardTable } from '../../components/card-table.tsx';
import { drugWords } from '../../components/dosage-words.ts';
import { Drug, DrugTags } from '../../components/drug.tsx';
import list from '../../components/list.module.css';
import { ListedPatient } from '../../components/listed-patient.tsx';
import { StartCard } from '../../components/start-card.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { whileInSight } from '../../trpc/while-in-sight.ts';
import { drugQuery } from './search-params.ts';

const againMs = 120_000;
const tones = {
  new: list.current,
  changed: list.warn,
  'on-hold': list.warn,
  stopped: list.denied,
  cancelled: list.denied,
};

/** Prescriptions that were written, changed or stopped of late; the row leads to the drug in the chart. */
export function RecentCard() {
  const t = useTranslations('start.prescriptions');
  const query = useQuery(useTRPC().medications.listRecent.queryOptions(undefined, whileInSight(againMs)));
  return (
    <StartCard
      name="prescriptions"
      query={query}
      countOf={({ rows }) => rows.length}
      above={({ rows, ...said }) => (
        <CardNote {...said} count={rows.length} isStale={query.error !== null}>
          {t('since')}
        </CardNote>
      )}
    >
      {({ rows }) => <Prescriptions rows={rows} />}
    </StartCard>
  );
}

const drugHref = ({ patient, line }: RecentPrescription) =>
  `${patientHref(patient.id, 'medications')}${drugQuery(line)}`;

function Prescriptions({ rows }: { rows: readonly RecentPrescription[] }) {
  const t = useTranslations('start');
  const m = useTranslations('medications');
  const f = useFormats();
  const router = useRouter();
  const columns = useMemo<TableColumn<RecentPrescription>[]>(() => {
    const drug = ({ line }: RecentPrescription) => {
      const { inn, brand, parts } = drugWords(line, m, f);
      return [brand ? `${inn} (${brand})` : inn, ...parts].join(' – ');
    };
    return [
      {
        id: 'patient',
        header: t('column.patient'),
        isHeader: true,
        text: ({ patient }) => [f.fullName(patient), f.date(patient.birthDate)].filter(Boolean).join(' '),
        sort: ({ patient }) => f.fullName(patient),
        cell: (row) => <ListedPatient {...row} href={drugHref(row)} />,
      },
      {
        id: 'change',
        header: t('prescriptions.column.change'),
        width: 124,
        text: ({ change }) => t(`prescriptions.change.${change}`),
        sort: ({ change }) => change,
        cell: ({ change }) => (
          <span className={`${list.tag} ${tones[change]}`}>{t(`prescriptions.change.${change}`)}</span>
        ),
      },
      {
        id: 'drug',
        header: m('column.drug'),
        width: 420,
        folds: 1,
        text: drug,
        sort: 'text',
        cell: ({ line }) => (
          <>
            <span className={list.plain}>
              <Drug line={line} />
            </span>
            <DrugTags line={line} usual={line.status} />
            {line.statusReasons.length > 0 && (
              <span className={list.note}>{line.statusReasons.map((r) => f.coded(r)).join(' · ')}</span>
            )}
          </>
        ),
      },
      {
        id: 'prescriber',
        header: m('column.prescriber'),
        width: 170,
        folds: 2,
        isOptional: true,
        text: ({ line }) => line.prescriber,
        sort: 'text',
      },
      {
        id: 'at',
        header: t('column.at'),
        kind: 'time',
        width: 140,
        folds: 1,
        text: ({ at }) => f.dateTime(at),
        sort: ({ at }) => at,
        cell: ({ at }) => f.dateTime(at),
      },
    ];
  }, [t, m, f]);
  return (
    <CardTable
      name="prescriptions"
      label={t('cards.prescriptions')}
      rows={rows}
      columns={columns}
      rowKey={(row) => row.key}
      onOpen={(row) => router.push(drugHref(row))}
    />
  );
}
