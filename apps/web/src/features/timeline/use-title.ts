'use client';
import type { TimelineItem } from '@keneyapp/bff/features/timeline/view';
import { useTranslations } from 'next-intl';
import { useCallback } from 'react';
import { absenceWords } from '../../components/absence-words.ts';
import { useFormats } from '../../i18n/use-formats.ts';

/** What an item is called; what was recorded without a name is called by its kind. */
export function useTitle(): (item: TimelineItem) => string {
  const t = useTranslations('timeline');
  const c = useTranslations('common');
  const f = useFormats();
  return useCallback(
    (item: TimelineItem) => {
      if (item.absence) return absenceWords(item.absence, c);
      const name = item.title.text ?? (item.title.codes.length > 0 ? f.coded(item.title) : null);
      if (name !== null) return name;
      if (item.kind === 'vitals' || item.kind === 'results')
        return t(`untitled.${item.kind}`, { n: item.count ?? 0 });
      return t(`one.${item.kind}`);
    },
    [t, c, f],
  );
}
