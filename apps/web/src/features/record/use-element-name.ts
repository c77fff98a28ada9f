'use client';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';

/** Name of an element in the reader's language, from its name in FHIR as @medplum/react writes it (`Clinical Status`); an element nobody translated keeps that. */
export function useElementName(): (said: string) => string {
  const t = useTranslations('record.elements');
  return useCallback(
    (said) => {
      const words = said.trim().replaceAll(/\s+/g, '');
      const key = words.charAt(0).toLowerCase() + words.slice(1);
      return t.has(key as 'status') ? t(key as 'status') : said;
    },
    [t],
  );
}
