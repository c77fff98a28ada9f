'use client';
import { useTranslations } from 'next-intl';
import { SamePageLink } from '../../components/same-page-link.tsx';
import styles from './timeline.module.css';

/** Where the strip is longer than the screen, the latest years are the ones in sight. */
function showLatest(strip: HTMLElement | null): void {
  if (strip) strip.scrollLeft = strip.scrollWidth;
}

/** How much happened each year; a year is a link to itself. */
export function YearStrip({
  years,
  current,
  hrefOf,
}: {
  years: readonly { year: number; count: number }[];
  current: { from: string | null; to: string | null };
  hrefOf: (from: string | null, to: string | null) => string;
}) {
  const t = useTranslations('timeline');
  if (years.length < 2) return null;
  const step = years.length <= 16 ? 1 : years.length <= 60 ? 5 : 10;
  const highest = Math.max(...years.map((y) => y.count));
  return (
    <nav ref={showLatest} className={styles.years} aria-label={t('years')}>
      {years.map(({ year, count }) => {
        const isHere = current.from === `${year}-01-01` && current.to === `${year}-12-31`;
        const label = t('year', { year: String(year), n: count });
        return count === 0 ? (
          <span key={year} className={styles.year} data-empty title={label}>
            <span className={styles.bar} />
          </span>
        ) : (
          <SamePageLink
            key={year}
            className={styles.year}
            href={isHere ? hrefOf(null, null) : hrefOf(`${year}-01-01`, `${year}-12-31`)}
            replace
            aria-current={isHere ? 'true' : undefined}
            aria-label={label}
            title={label}
          >
            <span
              className={styles.bar}
              style={{ height: `${Math.max(8, Math.sqrt(count / highest) * 100)}%` }}
            />
            <span className={styles.yearName} data-mark={year % step === 0 || isHere}>
              {year}
            </span>
          </SamePageLink>
        );
      })}
    </nav>
  );
}
