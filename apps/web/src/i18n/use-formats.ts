'use client';
import { useLocale, useTranslations } from 'next-intl';
import { useMemo } from 'react';
import { makeFormats, type Formats } from './formats.ts';

export function useFormats(): Formats {
  const locale = useLocale();
  const t = useTranslations('common');
  return useMemo(() => makeFormats(locale, t), [locale, t]);
}
