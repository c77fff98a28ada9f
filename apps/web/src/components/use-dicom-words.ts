'use client';
import { useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { dicomWords } from './dicom-words.ts';

/** `dicomWords` in the language of the reader. */
export function useDicomWords() {
  const t = useTranslations('dicom');
  return useMemo(() => dicomWords(t), [t]);
}
