'use client';
import type { ImplantRow, ImplantVersions } from '@keneyapp/bff/features/implants/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { isNotRead } from './identifier.ts';
import type { ImplantField, ImplantState } from './record-state.ts';

export function useImplantWords(): RecordWords<ImplantState> {
  const t = useTranslations('implants');
  const r = useTranslations('implants.record');
  const reasons = useReasons({ unreadable: r('unreadable'), otherNumber: r('otherNumber') });
  return {
    label: (name) => r(name as ImplantField),
    problem: reasons,
    value: (name, state) => {
      if (name === 'kind') return state.kind && t(`kindOf.${state.kind}`);
      if (name === 'state') return t(`stateOf.${state.state}`);
      if (name === 'mri') return t(`mriOf.${state.mri}`);
      return state[name as Exclude<ImplantField, 'kind' | 'state' | 'mri'>];
    },
  };
}

/** What an implant is, in the reader's language where it is one of ours. */
export function useImplantName(): (row: ImplantRow) => string {
  const t = useTranslations('implants.kindOf');
  const f = useFormats();
  return useCallback(
    ({ kind, detail, name }) =>
      kind === null || kind === 'other' ? f.coded(name) : f.labelled(t(kind), detail),
    [t, f],
  );
}

/** Maker, model and numbers. */
export function useImplantNumbers(): (row: ImplantRow) => string[] {
  const t = useTranslations('implants');
  const f = useFormats();
  return useCallback(
    (row) => [
      ...[row.maker, row.model].flatMap((one) => one ?? []),
      ...(row.serial ? [t('serial', { text: row.serial })] : []),
      ...(row.lot ? [t('lot', { text: row.lot })] : []),
      ...(row.expiry ? [t('expiry', { date: f.date(row.expiry) ?? row.expiry })] : []),
      ...(row.udi && isNotRead(row.udi) ? [t('notRead', { text: row.udi })] : []),
    ],
    [t, f],
  );
}

/** A version in words. */
export function useImplantLines(): (version: ImplantVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('implants');
  const r = useTranslations('implants.record');
  const f = useFormats();
  const nameOf = useImplantName();
  const numbersOf = useImplantNumbers();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      { label: t('column.name'), text: nameOf(row) },
      {
        label: r('state'),
        text: row.state === 'entered-in-error' ? t('struckOut') : t(`stateOf.${row.state}`),
      },
      { label: t('column.mri'), text: t(`mriOf.${row.mri}`) },
      { label: r('site'), text: row.site },
      { label: r('implanted'), text: f.date(row.implanted) },
      { label: r('removed'), text: f.date(row.removed) },
      { label: t('column.numbers'), text: numbersOf(row).join(', ') || null },
      { label: r('udi'), text: row.udi },
      { label: r('note'), text: row.note },
    ],
  });
}
