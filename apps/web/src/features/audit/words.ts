'use client';
import type { UnusualReason } from '@keneyapp/bff/features/audit/view';
import { useTranslations } from 'next-intl';
import { useFeatureWord } from '../../i18n/use-feature-word.ts';

/** Codes of the trail in the reader's words; what is not known here is shown as it is: it was written by another version. */
export function useAuditWords() {
  const t = useTranslations('audit');
  const a = useTranslations('accesses');
  const featureWord = useFeatureWord();
  const roles = useTranslations('shell.roles');
  const types = useTranslations('record.types');
  return {
    kind: (kind: string) => (t.has(`kinds.${kind as 'read'}`) ? t(`kinds.${kind as 'read'}`) : kind),
    outcome: (outcome: string) =>
      t.has(`outcomes.${outcome as 'success'}`) ? t(`outcomes.${outcome as 'success'}`) : outcome,
    purpose: (purpose: string | null) =>
      purpose !== null && t.has(`purposes.${purpose as 'TREAT'}`)
        ? t(`purposes.${purpose as 'TREAT'}`)
        : purpose,
    reason: (reason: string | null) =>
      reason !== null && t.has(`reasons.${reason as 'role'}`) ? t(`reasons.${reason as 'role'}`) : reason,
    basis: (basis: string | null) =>
      basis !== null && a.has(`basisOfficer.${basis as 'role'}`)
        ? a(`basisOfficer.${basis as 'role'}`)
        : basis,
    feature: (feature: string | null) => feature && featureWord(feature),
    operation: (operation: string) => {
      if (t.has(`operations.${operation as 'patients.search'}`))
        return t(`operations.${operation as 'patients.search'}`);
      // a page that was taken out is told as `<section>.<how>`
      const [feature = '', how = ''] = operation.split('.');
      return t.has(`taken.${how as 'csv'}`)
        ? `${t(`taken.${how as 'csv'}`)} (${featureWord(feature)})`
        : operation;
    },
    /** A kind of what was touched: a type of FHIR's, or a thing of ours. */
    thing: (type: string) =>
      t.has(`things.${type as 'Patient'}`)
        ? t(`things.${type as 'Patient'}`)
        : types.has(type as 'Condition')
          ? types(type as 'Condition')
          : type,
    field: (name: string) => (t.has(`fields.${name as 'query'}`) ? t(`fields.${name as 'query'}`) : name),
    role: (role: string | null) =>
      role !== null && roles.has(role as 'doctor') ? roles(role as 'doctor') : role,
    flag: (flag: UnusualReason) => t(`flags.${flag}`),
    flagHelp: (flag: UnusualReason) => t(`flagHelp.${flag}`),
  };
}
