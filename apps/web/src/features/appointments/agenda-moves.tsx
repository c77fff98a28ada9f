'use client';
import { ChevronIcon } from '@keneyapp/ui/icons';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import { addDays, agendaHref, type AgendaParams } from './agenda-search-params.ts';
import styles from './agenda.module.css';

/** Day or week, back, today, forward. */
export function AgendaMoves({
  place,
  span,
  today,
}: {
  place: AgendaParams;
  span: { from: string; days: number };
  today: string;
}) {
  const t = useTranslations('appointments');
  const step = place.view === 'day' ? 1 : 7;
  const to = (from: string | null) => agendaHref({ ...place, from });
  const isNow = span.from <= today && today < addDays(span.from, span.days);
  return (
    <>
      <SegmentedLinks
        label={t('view.label')}
        items={(['day', 'week'] as const).map((view) => ({
          href: agendaHref({ ...place, view, from: place.from ?? null }),
          word: t(`view.${view}`),
          isHere: place.view === view,
        }))}
      />
      <div className={styles.moves}>
        <Link
          prefetch={false}
          className={styles.move}
          href={to(addDays(span.from, -step))}
          aria-label={t(`previous.${place.view}`)}
          title={t(`previous.${place.view}`)}
        >
          <span className={styles.back}>
            <ChevronIcon size={18} />
          </span>
        </Link>
        <Link
          prefetch={false}
          className={styles.move}
          href={to(null)}
          aria-current={isNow ? 'date' : undefined}
        >
          {t('today')}
        </Link>
        <Link
          prefetch={false}
          className={styles.move}
          href={to(addDays(span.from, step))}
          aria-label={t(`next.${place.view}`)}
          title={t(`next.${place.view}`)}
        >
          <ChevronIcon size={18} />
        </Link>
      </div>
    </>
  );
}
