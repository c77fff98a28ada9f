import type { CodedField } from '@keneyapp/bff/features/terminology/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** The fields that people code by hand, as they are called here; their order is that of lists. */
export const fields = [
  'Condition.code',
  'AllergyIntolerance.code',
  'Procedure.code',
  'MedicationRequest.medication',
  'Immunization.vaccineCode',
  'ServiceRequest.code',
] as const satisfies readonly CodedField[];

export function useFieldWord(): (field: CodedField) => string {
  const t = useTranslations('terminology.fields');
  return useCallback((field) => t(field), [t]);
}
