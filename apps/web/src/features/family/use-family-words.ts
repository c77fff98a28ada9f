'use client';
import type { FamilyRow, FamilyVersions } from '@keneyapp/bff/features/family/view';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { useReasons } from '../../components/form/record-reasons.ts';
import type { RecordWords } from '../../components/form/use-record-form.ts';
import type { ShownVersion } from '../../components/version-history.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import type { FamilyField, FamilyState } from './record-state.ts';

export function useFamilyWords(): RecordWords<FamilyState> {
  const t = useTranslations('family.record');
  const reasons = useReasons({ age: t('noAge'), absence: t('absence'), notDeceased: t('notDeceased') });
  const labels: Record<FamilyField, string> = {
    relation: t('relation'),
    conditions: t('conditions'),
    deceased: t('deceased'),
    ageAtDeath: t('ageAtDeath'),
    note: t('note'),
  };
  return {
    label: (name) =>
      name.endsWith('.coded') ? t('what') : name.endsWith('.age') ? t('age') : labels[name as FamilyField],
    problem: (name, reason) => reasons(name.endsWith('.coded') ? 'coded' : name, reason),
    value: (name, state) => {
      if (name === 'relation') return state.relation && t(`relationOf.${state.relation}`);
      if (name === 'deceased') return state.deceased && t(`deceasedOf.${state.deceased}`);
      if (name === 'conditions')
        return state.conditions
          .map(({ coded, age }) => (age ? t('atAge', { what: coded.text, age }) : coded.text))
          .join(', ');
      return state[name as 'ageAtDeath' | 'note'];
    },
  };
}

/** What of a relative is read in a list and in the history. */
export function useFamilyText() {
  const t = useTranslations('family');
  const f = useFormats();
  return useMemo(
    () => ({
      relation: ({ relation }: FamilyRow): string => {
        const known = relation.codes.find(({ code }) => t.has(`record.relationOf.${code}` as never));
        return known ? t(`record.relationOf.${known.code}` as 'record.relationOf.MTH') : f.coded(relation);
      },
      conditions: ({ conditions }: FamilyRow): string[] =>
        conditions.map(({ name, onset, isCauseOfDeath }) =>
          [
            f.coded(name),
            onset && `(${f.when(onset) ?? ''})`,
            isCauseOfDeath === true && `– ${t('causeOfDeath')}`,
          ]
            .filter(Boolean)
            .join(' '),
        ),
      deceased: ({ deceased }: FamilyRow): string | null =>
        deceased &&
        [t(`record.deceasedOf.${deceased.is ? 'yes' : 'no'}`), deceased.when && f.when(deceased.when)]
          .filter(Boolean)
          .join(' '),
    }),
    [t, f],
  );
}

/** A version in words. */
export function useFamilyLines(): (version: FamilyVersions['versions'][number]) => ShownVersion {
  const t = useTranslations('family.record');
  const text = useFamilyText();
  return ({ row, version, changedAt, changedBy }) => ({
    version,
    changedAt,
    changedBy,
    lines: [
      { label: t('relation'), text: text.relation(row) },
      { label: t('conditions'), text: text.conditions(row).join(', ') || null },
      { label: t('deceased'), text: text.deceased(row) },
      { label: t('note'), text: row.note },
    ],
  });
}
