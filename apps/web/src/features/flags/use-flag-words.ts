'use client';
import type { FlagRow, FlagVersions } from '@keneyapp/bff/features/flags/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FlagField, FlagState } from './record-state.ts';

export function useFlagWords(): RecordWords<FlagState> {
  const t = useTranslations('flags.record');
  const reasons = useReasons({ beforeStart: t('beforeStart') });
  return {
    label: (name) => t(name as FlagField),
    problem: reasons,
    value: (name, state) =>
      name === 'kind' ? state.kind && t(`kindOf.${state.kind}`) : state[name as Exclude<FlagField, 'kind'>],
  };
}

/** What a flag says, in the reader's language where it is one of ours. */
export function useFlagName(): (row: FlagRow) => string {
  const t = useTranslations('flags.record.kindOf');
  const f = useFormats();
  return useCallback(
    ({ kind, detail, name }) =>
      kind === null || kind === 'other' ? f.coded(name) : f.labelled(t(kind), detail),
    [t, f],
  );
}

/** A version in words. */
export function useFlagLines(): (version: FlagVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('flags');
  const f = useFormats();
  const nameOf = useFlagName();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      { label: t('column.name'), text: nameOf(row) },
      { label: t('column.status'), text: row.status && t(`status.${row.status}`) },
      { label: t('record.start'), text: f.date(row.start) },
      { label: t('record.end'), text: f.date(row.end) },
      { label: t('record.note'), text: row.note },
    ],
  });
}
