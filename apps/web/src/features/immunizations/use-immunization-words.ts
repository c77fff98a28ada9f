'use client';
import type { ImmunizationVersions } from '@keneyapp/bff/features/immunizations/view';
import { useTranslations } from 'next-intl';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { sourceOf, type ImmunizationField, type ImmunizationState } from './record-state.ts';

export function useImmunizationWords(): RecordWords<ImmunizationState> {
  const t = useTranslations('immunizations.record');
  const reasons = useReasons({ dayNeeded: t('dayNeeded') });
  const labels: Record<ImmunizationField, string> = {
    coded: t('what'),
    given: t('given'),
    notDone: t('notDone'),
    source: t('source'),
    date: t('date'),
    lot: t('lot'),
    expiry: t('expiry'),
    dose: t('dose'),
    site: t('site'),
    note: t('note'),
  };
  return {
    label: (name) => labels[name as ImmunizationField],
    problem: reasons,
    value: (name, state) => {
      if (name === 'coded') return [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ');
      if (name === 'given') return t(`givenOf.${state.given}`);
      if (name === 'notDone')
        return state.given === 'no' && state.notDone ? t(`notDoneOf.${state.notDone}`) : '';
      if (name === 'source') return state.source && t(`sourceOf.${state.source}`);
      if (name === 'site') return state.site && t(`siteOf.${state.site}`);
      return state[name as 'date' | 'lot' | 'expiry' | 'dose' | 'note'];
    },
  };
}

/** A version in words. */
export function useImmunizationLines(): (version: ImmunizationVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('immunizations');
  const r = useTranslations('immunizations.record');
  const f = useFormats();
  return ({ row, version, changedAt, changedBy }) => {
    const source = sourceOf(row);
    return {
      version,
      changedAt,
      changedBy,
      lines: [
        { label: r('what'), text: f.coded(row.vaccine) },
        {
          label: r('given'),
          text:
            row.status === 'not-done'
              ? f.labelled(t('notDone'), row.statusReason && f.coded(row.statusReason))
              : r('givenOf.yes'),
        },
        { label: r('source'), text: source && r(`sourceOf.${source}`) },
        { label: r('date'), text: f.date(row.date) ?? row.dateText },
        { label: r('lot'), text: row.lotNumber },
        { label: r('expiry'), text: f.date(row.expirationDate) },
        { label: r('dose'), text: row.protocols.map(({ doseNumber }) => doseNumber).join(', ') || null },
        { label: r('site'), text: row.site && f.coded(row.site) },
        { label: r('note'), text: row.note },
      ],
    };
  };
}
