'use client';
import type { WardRow } from '@keneyapp/bff/features/wards/view';
import type { TableColumn } from '@keneyapp/ui/table-model';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useMemo } from 'react';
import { ListedPatient } from '../../components/listed-patient.tsx';
import list from '../../components/list.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { chartHome, patientHref } from '../../shell/chart-address.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { ResultsCell } from './results-cell.tsx';
import { ScoreCell } from '../../components/score-cell.tsx';
import { useScoreWords } from './use-score-words.ts';
import styles from './ward.module.css';

/** Of scores that are not known, those that are missing come first. */
const missing = 100;

/** The column that is an order alone: whoever is worst comes first. */
export const riskColumn = 'risk';

/**
 * A new critical result or a high score, then the points, late before in time; whoever has none comes after those with
 * some, whatever could not be read last.
 */
function riskOf({ patient, score, results }: WardRow): number | null {
  if (!patient) return null;
  const isCritical = (results?.critical ?? 0) > 0;
  const scored = score?.kind === 'score' ? score : null;
  const unfinished = score && 'unfinished' in score ? score.unfinished : null;
  const points = Math.max(scored?.total ?? -1, unfinished?.atLeast ?? -1);
  const isUrgent = isCritical || scored?.risk === 'high' || unfinished?.risk === 'high';
  if (!score && !isCritical) return null;
  const isLate = score !== null && 'isLate' in score && score.isLate;
  return -((isUrgent ? 1_000 : 0) + 10 * points + (isLate ? 5 : 0) + (isCritical ? 1 : 0));
}

export function useWardColumns(rows: readonly WardRow[]): TableColumn<WardRow>[] {
  const t = useTranslations('wards');
  const f = useFormats();
  const me = useSignedInUser();
  const scoreWords = useScoreWords();
  const services = new Set(rows.map(({ place, service }) => place?.service ?? service));
  const isOneWard = services.size <= 1;
  const mayWrite = me.rights['vitals.record'] === true;
  return useMemo<TableColumn<WardRow>[]>(() => {
    const bed = ({ place, service }: WardRow) =>
      (place && f.place(isOneWard && (place.room ?? place.bed) ? { ...place, service: null } : place)) ||
      service ||
      t('noBed');
    const name = ({ patient }: WardRow) => (patient ? f.fullName(patient) : t('taken'));
    const reasons = (row: WardRow) =>
      row.patient && ([...new Set(row.reasons.map((r) => f.coded(r)))].join(', ') || t('noReason'));
    const day = ({ day: n }: WardRow) => (n === null ? null : t('day', { n }));
    const flags = (row: WardRow) => [
      ...(row.isBraceletToRedo ? [t('bracelet')] : []),
      ...row.flags.map(({ kind, text, code }) => text ?? (code ? f.coded(code) : t(`flag.${kind}`))),
    ];
    return [
      { id: 'bed', header: t('column.bed'), width: 158, text: bed, cell: bed },
      {
        id: 'patient',
        header: t('column.patient'),
        isHeader: true,
        text: (row) =>
          row.patient ? [name(row), f.date(row.patient.birthDate)].filter(Boolean).join(' ') : t('taken'),
        sort: name,
        cell: (row) =>
          row.patient ? (
            <ListedPatient
              patient={row.patient}
              isHomonym={row.isHomonym}
              href={chartHome(row.patient.id, me)}
            />
          ) : (
            <span className={styles.taken}>
              {t('taken')} <span className={list.note}>{t('takenHelp')}</span>
            </span>
          ),
      },
      {
        id: 'score',
        header: t('column.score'),
        width: 210,
        text: (row) => (row.patient ? scoreWords(row.score) : null),
        sort: ({ patient, score }) =>
          !patient
            ? null
            : score?.kind === 'score'
              ? -Math.max(score.total, score.unfinished?.atLeast ?? 0)
              : score?.kind === 'none'
                ? -missing
                : null,
        cell: (row) => row.patient && <ScoreCell score={row.score} />,
      },
      {
        id: 'results',
        header: t('column.results'),
        width: 150,
        folds: 2,
        text: (row) => row.results && t('results.count', { n: row.results.count }),
        sort: ({ results }) => (results ? -(results.critical * 10_000 + results.count) : null),
        cell: (row) =>
          row.patient && <ResultsCell patientId={row.patient.id} name={name(row)} results={row.results} />,
      },
      {
        id: 'reason',
        header: t('column.reason'),
        width: 220,
        folds: 1,
        text: (row) => [day(row), reasons(row)].filter(Boolean).join(' '),
        sort: ({ day: n }) => n,
        cell: (row) =>
          row.patient && (
            <>
              {day(row) && (
                <b className={styles.day} title={t('dayHelp', { date: f.date(row.start) ?? '' })}>
                  {day(row)}
                </b>
              )}{' '}
              {reasons(row)}
              {row.isOnLeave && <span className={`${list.tag} ${list.current}`}>{t('onLeave')}</span>}
            </>
          ),
      },
      {
        id: 'flags',
        header: t('column.flags'),
        width: 140,
        folds: 1,
        isOptional: true,
        text: (row) => flags(row).join(', ') || null,
        cell: (row) =>
          flags(row).map((text, i) =>
            i === 0 && row.isBraceletToRedo && row.patient ? (
              <Link
                key="bracelet"
                href={patientHref(row.patient.id, 'identity')}
                prefetch={false}
                className={`${list.tag} ${list.warn} ${styles.flag}`}
              >
                {text}
              </Link>
            ) : (
              <span key={`${i} ${text}`} className={`${list.tag} ${list.warn} ${styles.flag}`}>
                {text}
              </span>
            ),
          ),
      },
      { id: riskColumn, header: t('order.risk'), isExportOnly: true, text: () => null, sort: riskOf },
      ...(mayWrite
        ? [
            {
              id: 'write',
              header: t('column.write'),
              width: 104,
              isWordless: true,
              text: () => null,
              cell: (row: WardRow) =>
                row.patient && (
                  <Link
                    href={`${patientHref(row.patient.id, 'vitals')}?write=vitals.record`}
                    prefetch={false}
                    className={`no-print ${list.whole}`}
                    aria-label={t('writeFor', { name: name(row) })}
                  >
                    {t('write')}
                  </Link>
                ),
            },
          ]
        : []),
    ];
  }, [t, f, me, scoreWords, isOneWard, mayWrite]);
}
