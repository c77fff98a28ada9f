'use client';
import { useTranslations } from 'next-intl';
import { SamePageLink } from '../../components/same-page-link.tsx';
import { maxTests } from './search-params.ts';
import styles from './results.module.css';

/** How many tests are compared, at hand wherever in the table the last box was ticked. */
export function CompareStrip({ n, onShow, clearHref }: { n: number; onShow: () => void; clearHref: string }) {
  const t = useTranslations('results.compare');
  return (
    <div className={styles.compared}>
      <span role="status">{t('chosen', { n, most: maxTests })}</span>
      <button type="button" onClick={onShow}>
        {t('show')}
      </button>
      <SamePageLink href={clearHref}>{t('clear')}</SamePageLink>
    </div>
  );
}
