'use client';
import { useTranslations } from 'next-intl';
import { codedReasons } from '../../components/form/coded-value.ts';
import type { Issue } from '../../components/form/server-issues.ts';
import type { AllergyState } from './record-state.ts';

/** The fields of an allergy, in their order. */
export const fields = [
  'coded',
  'kind',
  'criticality',
  'verification',
  'manifestation',
  'severity',
  'onset',
  'note',
] as const;
export type AllergyField = (typeof fields)[number];

const ofCoded = ['empty', 'needsCode', 'unknownCode', 'notLoaded', 'terminologyAway', 'otherWords'] as const;
const own = ['date', 'future', 'beforeBirth', 'absence', 'listed', 'noManifestation'] as const;

export function useAllergyWords() {
  const t = useTranslations('allergies.record');
  const kinds = useTranslations('allergies.kind');
  const coded = useTranslations('common.coded.problem');
  const form = useTranslations('common.form');
  const labels: Record<AllergyField, string> = {
    coded: t('what'),
    kind: t('kind'),
    criticality: t('criticality'),
    verification: t('verification'),
    manifestation: t('manifestation'),
    severity: t('severity'),
    onset: t('onset'),
    note: t('note'),
  };
  return {
    label: (name: string): string => labels[name as AllergyField],
    problem: (name: string, reason: string): string => {
      if (reason === 'noSuchDate') return form('noSuchDate');
      const known = name === 'coded' && ofCoded.find((one) => one === reason);
      return known ? coded(known) : t(`problem.${own.find((one) => one === reason) ?? 'refused'}`);
    },
    value: (name: AllergyField, state: AllergyState): string => {
      if (name === 'coded') return [state.coded.text, state.coded.code?.code].filter(Boolean).join(' – ');
      if (name === 'kind') return state.kind && kinds(state.kind);
      if (name === 'criticality') return state.criticality && t(state.criticality);
      if (name === 'severity') return state.severity && t(state.severity);
      return name === 'verification' ? t(state.verification) : state[name];
    },
  };
}
export type AllergyWords = ReturnType<typeof useAllergyWords>;

/** Where an issue of the BFF is shown, and why. */
export function ofServer({ path, message }: Issue): { name: AllergyField; reason: string } {
  if (path.includes('onset'))
    return { name: 'onset', reason: message === 'before-birth' ? 'beforeBirth' : message };
  if (path.includes('coded')) return { name: 'coded', reason: codedReasons[message] ?? message };
  if (path.includes('reactions')) return { name: 'manifestation', reason: 'refused' };
  return { name: fields.find((one) => path.includes(one)) ?? 'note', reason: 'refused' };
}
