'use client';
import { RelativeTime } from '@keneyapp/ui/relative-time';
import { useLocale, useNow, useTranslations } from 'next-intl';

/** `il y a 2 h`, kept true as time passes; the absolute time on hover, to the screen reader and on paper. */
export function Ago({ value }: { value: string | null }) {
  const t = useTranslations('common.time');
  const now = useNow({ updateInterval: 60_000 });
  return <RelativeTime value={value} now={now.getTime()} locale={useLocale()} unknown={t('unknown')} />;
}
