import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';
import styles from '../../../features/orders/rereading.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('orders.rereading'), getTranslations('common')]);
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <LoadingRows rows={6} widths={[30, 60]} label={c('state.loading')} />
    </div>
  );
}
