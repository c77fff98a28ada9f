import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';
import styles from '../../../features/reviews/reviews.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('reviews'), getTranslations('common')]);
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <LoadingRows rows={8} widths={[28, 20, 14, 14]} label={c('state.loading')} />
    </div>
  );
}
