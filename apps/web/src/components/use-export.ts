'use client';
import { useTranslations } from 'next-intl';
import { announce } from '../shell/announcer.tsx';
import { mayExport } from './told-export.ts';

/** Makes a file of something of the chart, once the trail knows of it; else says that there is none. */
export function useExport(): (how: 'csv' | 'png', make: () => void | Promise<void>) => void {
  const t = useTranslations('common');
  return (how, make) => {
    void mayExport(how).then((may) => {
      if (may === 'may') return make();
      if (may === 'refused') announce(t('exportRefused'));
    });
  };
}
