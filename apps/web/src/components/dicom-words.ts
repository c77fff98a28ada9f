import type { useTranslations } from 'next-intl';

type Texts = ReturnType<typeof useTranslations<'dicom'>>;

/** Words for what DICOM writes in capitals; what is not known stands as it was recorded. Needs the `dicom` texts. */
export function dicomWords(t: Texts) {
  return {
    /** `CT`: the terms of PS3.3 C.7.3.1.1.1. */
    modality: (code: string): string => known(t, 'modality', code) ?? code,
    /** `CHEST`: the defined terms of Body Part Examined, PS3.16 annex L. */
    bodyPart: (term: string): string => known(t, 'bodyPart', term) ?? term,
  };
}

function known(t: Texts, kind: 'modality' | 'bodyPart', term: string): string | null {
  const key = `${kind}.${term.trim().toUpperCase()}` as 'modality.CT';
  return /^[A-Z]+$/i.test(term.trim()) && t.has(key) ? t(key) : null;
}
