import { SectionCard } from '@keneyapp/ui/section-card';
import { SkeletonLine, LoadingRows } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import styles from './summary.module.css';

const columns = [
  [5, 6, 3],
  [3, 8],
];

/** The summary in its final shape, grey. */
export function SummarySkeleton() {
  const t = useTranslations('common.state');
  return (
    <div className={styles.page} aria-busy>
      {columns.map((blocks, i) => (
        <div className={styles.column} key={i}>
          {blocks.map((rows, j) => (
            <SectionCard key={j} title={<SkeletonLine width={110} />}>
              <LoadingRows rows={rows} widths={[46, 14]} label={t('loading')} />
            </SectionCard>
          ))}
        </div>
      ))}
    </div>
  );
}
