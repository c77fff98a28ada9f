'use client';
import { useTranslations } from 'next-intl';

/** Name of a FHIR type in the reader's language; a type nobody translated keeps its own. */
export function useTypeName(): (type: string) => string {
  const t = useTranslations('record.types');
  return (type) => (t.has(type as 'Patient') ? t(type as 'Patient') : type);
}
