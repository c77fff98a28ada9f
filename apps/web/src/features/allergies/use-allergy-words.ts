'use client';
import type { AllergyVersions } from '@keneyapp/bff/features/allergies/view';
import { useTranslations } from 'next-intl';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { AllergyField, AllergyState } from './record-state.ts';

export function useAllergyWords(): RecordWords<AllergyState> {
  const t = useTranslations('allergies.record');
  const kinds = useTranslations('allergies.kind');
  const labels: Record<AllergyField, string> = {
    coded: t('what'),
    kind: t('kind'),
    criticality: t('criticality'),
    verification: t('verification'),
    reactions: t('reactions'),
    onset: t('onset'),
    note: t('note'),
  };
  const problem = useReasons({
    absence: t('problem.absence'),
    listed: t('problem.listed'),
    noManifestation: t('problem.noManifestation'),
  });
  return {
    label: (name) =>
      name.endsWith('.manifestation')
        ? t('manifestation')
        : name.endsWith('.severity')
          ? t('severity')
          : labels[name as AllergyField],
    problem,
    value: (name, state) => {
      if (name === 'coded') return [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ');
      if (name === 'kind') return state.kind && kinds(state.kind);
      if (name === 'criticality') return state.criticality && t(state.criticality);
      if (name === 'verification') return state.verification && t(state.verification);
      if (name === 'reactions')
        return state.reactions
          .map(({ manifestation, severity }) =>
            [manifestation, severity && `(${t(severity)})`].filter(Boolean).join(' '),
          )
          .filter(Boolean)
          .join(', ');
      return state[name as 'onset' | 'note'];
    },
  };
}

/** A version in words, status included. */
export function useAllergyLines(): (version: AllergyVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('allergies');
  const r = useTranslations('allergies.record');
  const f = useFormats();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      {
        label: r('what'),
        text: [f.coded(row.substance), row.substance.codes.map(({ code }) => code).join(', ')]
          .filter(Boolean)
          .join(' – '),
      },
      { label: r('kind'), text: row.kind && t(`kind.${row.kind}`) },
      { label: r('criticality'), text: row.criticality && r(row.criticality) },
      { label: r('verification'), text: row.verification && t(`verification.${row.verification}`) },
      { label: t('clinicalLabel'), text: row.clinicalStatus && t(`clinical.${row.clinicalStatus}`) },
      {
        label: r('reactions'),
        text:
          row.reactions
            .map(({ words, severity }) => (severity ? `${words} (${r(severity)})` : words))
            .join(', ') || null,
      },
      { label: t('column.since'), text: f.when(row.onset) },
      { label: r('note'), text: row.note },
    ],
  });
}
