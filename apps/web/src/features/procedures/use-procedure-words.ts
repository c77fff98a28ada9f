'use client';
import type { ProcedureVersions } from '@keneyapp/bff/features/procedures/view';
import { useTranslations } from 'next-intl';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { ProcedureField, ProcedureState } from './record-state.ts';

export function useProcedureWords(): RecordWords<ProcedureState> {
  const t = useTranslations('procedures.record');
  const reasons = useReasons({ absence: t('absence') });
  const labels: Record<ProcedureField, string> = {
    coded: t('what'),
    status: t('status'),
    reason: t('reason'),
    nature: t('nature'),
    source: t('source'),
    date: t('date'),
    performer: t('performer'),
    site: t('site'),
    note: t('note'),
  };
  return {
    label: (name) => labels[name as ProcedureField],
    problem: reasons,
    value: (name, state) => {
      if (name === 'coded') return [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ');
      if (name === 'status') return state.status && t(`statusOf.${state.status}`);
      if (name === 'nature') return t(`natureOf.${state.nature}`);
      if (name === 'source') return t(`sourceOf.${state.source}`);
      return state[name as 'reason' | 'date' | 'performer' | 'site' | 'note'];
    },
  };
}

/** A version in words. */
export function useProcedureLines(): (version: ProcedureVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('procedures');
  const r = useTranslations('procedures.record');
  const f = useFormats();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      { label: r('what'), text: f.coded(row.name) },
      {
        label: r('status'),
        text:
          row.status === 'entered-in-error'
            ? null
            : f.labelled(t(`status.${row.status}`), row.statusReason && f.coded(row.statusReason)),
      },
      {
        label: t('column.category'),
        text: row.isSurgery ? t('surgery') : row.category && f.coded(row.category),
      },
      { label: r('source'), text: r(`sourceOf.${row.isTold ? 'told' : 'seen'}`) },
      { label: t('column.performed'), text: f.when(row.performed) },
      { label: r('performer'), text: row.performers.map(({ name }) => name).join(', ') || null },
      { label: r('site'), text: row.bodySites.map((one) => f.coded(one)).join(', ') || null },
      { label: r('note'), text: row.note },
    ],
  });
}
