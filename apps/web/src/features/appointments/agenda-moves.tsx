'use client';
import { ChevronIcon } from '@keneyapp/ui/icons';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { SegmentedLinks } from '../../components/segmented-links.tsx';
import {
  addDays,
  agendaHref,
  agendaViews,
  monthOf,
  monthSpan,
  type AgendaParams,
  type AgendaViewName,
} from './agenda-search-params.ts';
import { zooms } from './grid/zoom.ts';
import styles from './agenda.module.css';

/** Day, week, month or list, how near, back, today, forward. */
export function AgendaMoves({
  place,
  view,
  span,
  today,
}: {
  place: AgendaParams;
  /** Null: there is no choice of views, the list alone. */
  view: AgendaViewName | null;
  span: { from: string; days: number };
  today: string;
}) {
  const t = useTranslations('appointments');
  const step = span.days;
  const period = view === 'month' ? 'month' : step === 1 ? 'day' : 'week';
  const { previous, next } =
    view === 'month'
      ? monthSpan(place, today)
      : { previous: addDays(span.from, -step), next: addDays(span.from, step) };
  const to = (from: string | null) => agendaHref({ ...place, from });
  const isNow =
    view === 'month'
      ? monthSpan(place, today).month === monthOf(today)
      : span.from <= today && today < addDays(span.from, span.days);
  return (
    <>
      {view !== null && (
        <SegmentedLinks
          label={t('view.label')}
          items={agendaViews.map((name) => ({
            href: agendaHref({ ...place, view: name }),
            word: t(`view.${name}`),
            isHere: view === name,
          }))}
        />
      )}
      {(view === 'day' || view === 'week') && (
        <SegmentedLinks
          label={t('zoom.label')}
          isSamePage
          items={zooms.map((zoom) => ({
            href: agendaHref({ ...place, zoom }),
            word: t(`zoom.${zoom}`),
            title: t(`zoom.long.${zoom}`),
            isHere: place.zoom === zoom,
          }))}
        />
      )}
      <div className={styles.moves}>
        <Link
          prefetch={false}
          className={styles.move}
          href={to(previous)}
          aria-label={t(`previous.${period}`)}
          title={t(`previous.${period}`)}
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
          href={to(next)}
          aria-label={t(`next.${period}`)}
          title={t(`next.${period}`)}
        >
          <ChevronIcon size={18} />
        </Link>
      </div>
    </>
  );
}
