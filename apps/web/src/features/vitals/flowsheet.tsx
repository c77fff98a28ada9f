'use client';
import type { FlowsheetView, Measure, MeasureName, VitalsSet } from '@keneyapp/bff/features/vitals/view';
import { ScrollBox } from '@keneyapp/ui/scroll-box';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { announce } from '../../shell/announcer.tsx';
import { useWorkspace } from '../../shell/workspace/workspace-state.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { useExport } from '../../components/use-export.ts';
import { flowsheetRows } from './flowsheet-rows.ts';
import { NoVitals } from './no-vitals.tsx';
import { FlowsheetCell } from './flowsheet-cell.tsx';
import type { Opened, VitalsQuery } from './period.ts';
import { useVitalsWords } from './use-vitals-words.ts';
import styles from './vitals.module.css';

const MeasureDetail = dynamic(() => import('./measure-detail.tsx').then((m) => m.MeasureDetail), {
  ssr: false,
});

/** What one table can hold; beyond it a period is needed. */
const maxMeasures = 2000;
const rows: readonly MeasureName[] = [
  'news2',
  'bloodPressure',
  'heartRate',
  'respiratoryRate',
  'oxygenSaturation',
  'oxygen',
  'temperature',
  'consciousness',
  'pain',
  'glucose',
  'weight',
  'height',
  'bmi',
  'headCircumference',
];
const units: Partial<Record<MeasureName, string>> = {
  bloodPressure: 'mm[Hg]',
  heartRate: '/min',
  respiratoryRate: '/min',
  oxygenSaturation: '%',
  oxygen: 'L/min',
  temperature: 'Cel',
  glucose: 'g/L',
  weight: 'kg',
  height: 'cm',
  bmi: 'kg/m2',
  headCircumference: 'cm',
};

/** Measures down, moments across, newest first. What was corrected is marked, what was entered in error is struck out. */
export function Flowsheet({ patientId, from, allHref, row: openedRow }: VitalsQuery & Opened) {
  const { t, unit, name, formats } = useVitalsWords();
  const c = useTranslations('common');
  const trpc = useTRPC();
  const client = useQueryClient();
  const { show } = useWorkspace(patientId);
  const [opened, setOpened] = useState<Measure | null>(null);
  const exporting = useExport();
  const [limit, setLimit] = useState<{ limit?: number }>({});
  const { data, error, refetch, isFetching } = useQuery({
    ...trpc.vitals.flowsheet.queryOptions({ patientId, ...from, ...limit }),
    placeholderData: keepPreviousData,
  });
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <LoadingRows label={c('state.loading')} rows={10} widths={[22, 14, 14, 14, 14]} />
    );
  if (data.sets.length === 0) return <NoVitals allHref={from.from === undefined ? null : allHref} />;
  const present = rowsOf(data.sets);
  const close = () => setOpened(null);
  return (
    <>
      <div className={`${styles.tools} no-print`}>
        <span className="muted">{t('table.count', { n: data.sets.length })}</span>
        <Button variant="outlined" onClick={() => exporting.csv(t('title'), flowsheetRows(data, t, formats))}>
          {c('actions.export')}
        </Button>
        {data.older &&
          ((limit.limit ?? 0) < maxMeasures ? (
            <Button disabled={isFetching} onClick={() => setLimit({ limit: maxMeasures })}>
              {t('showOlder')}
            </Button>
          ) : (
            <span className="muted">{t('older')}</span>
          ))}
      </div>
      <ScrollBox label={t('table.label')} height="page" isFramed>
        <table className={styles.sheet}>
          <caption className="visually-hidden">{t('table.label')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('table.measure')}</th>
              {data.sets.map((set) => (
                <th
                  key={set.key}
                  scope="col"
                  title={set.recordedBy ? t('table.by', { name: set.recordedBy }) : undefined}
                >
                  {formats.date(set.takenAt) ?? t('noTime')}
                  <b>{formats.time(set.takenAt) ?? ''}</b>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {present.map((row) => (
              <tr key={row.row} aria-current={row.row === openedRow || undefined}>
                <th scope="row">
                  {name(row)}{' '}
                  {units[row.name] && <span className={styles.unit}>{unit(units[row.name] ?? null)}</span>}
                </th>
                {data.sets.map((set) => (
                  <td key={set.key}>
                    {set.measures
                      .filter((m) => m.row === row.row)
                      .map((m) => (
                        <FlowsheetCell key={m.observationId} measure={m} onOpen={() => setOpened(m)} />
                      ))}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollBox>
      {opened && (
        <MeasureDetail
          measure={opened}
          set={setOf(data.sets, opened)}
          subject={data.subject}
          onClose={close}
          onCorrect={() => {
            close();
            show({ form: 'vitals.correct', target: opened.observationId });
          }}
          onTakenBack={(message) => {
            close();
            announce(message);
            void client.invalidateQueries({ queryKey: trpc.vitals.pathKey() });
          }}
        />
      )}
    </>
  );
}

/** The column of a value; what no longer stands in any is alone. */
const setOf = (sets: FlowsheetView['sets'], measure: Measure): VitalsSet =>
  sets.find(({ measures }) => measures.some((m) => m.observationId === measure.observationId)) ?? {
    key: '',
    takenAt: measure.takenAt,
    recordedBy: measure.recordedBy,
    note: measure.note,
    measures: [measure],
  };

/** A row for each measure there is: the listed ones in their order, then the others as they come. */
function rowsOf(sets: FlowsheetView['sets']): Measure[] {
  const first = new Map<string, Measure>();
  for (const { measures } of sets) for (const m of measures) if (!first.has(m.row)) first.set(m.row, m);
  const rank = ({ name }: Measure) => (name === 'other' ? rows.length : rows.indexOf(name));
  return [...first.values()].sort((a, b) => rank(a) - rank(b));
}
