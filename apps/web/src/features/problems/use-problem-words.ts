'use client';
import type { ProblemVersions } from '@keneyapp/bff/features/problems/view';
import { useTranslations } from 'next-intl';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { ProblemField, ProblemState } from './record-state.ts';

export function useProblemWords(): RecordWords<ProblemState> {
  const t = useTranslations('problems.record');
  const labels: Record<ProblemField, string> = {
    coded: t('what'),
    course: t('course'),
    verification: t('verification'),
    onset: t('onset'),
    abatement: t('abatement'),
    note: t('note'),
  };
  const problem = useReasons();
  return {
    label: (name) => labels[name as ProblemField],
    problem,
    value: (name, state) =>
      name === 'coded'
        ? [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ')
        : name === 'verification'
          ? state.verification && t(state.verification)
          : name === 'course'
            ? t(`courseOf.${state.course}`)
            : state[name as 'onset' | 'abatement' | 'note'],
  };
}

/** A version in words, status and end included. */
export function useProblemLines(): (version: ProblemVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('problems');
  const r = useTranslations('problems.record');
  const f = useFormats();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      {
        label: r('what'),
        text: [f.coded(row.name), row.name.codes.map(({ code }) => code).join(', ')]
          .filter(Boolean)
          .join(' – '),
      },
      {
        label: r('verification'),
        text: row.verification ? t(`verification.${row.verification}`) : row.verificationText,
      },
      {
        label: t('column.status'),
        text: row.clinicalStatus ? t(`status.${row.clinicalStatus}`) : row.clinicalStatusText,
      },
      { label: t('column.onset'), text: f.when(row.onset) },
      { label: t('column.end'), text: f.when(row.abatement) },
      { label: t('column.severity'), text: row.severity && f.coded(row.severity) },
      { label: r('note'), text: row.note },
    ],
  });
}
