import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';
import styles from '../../../features/tasks/tasks.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('tasks'), getTranslations('common')]);
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <LoadingRows rows={8} widths={[34, 20, 14, 14]} label={c('state.loading')} />
    </div>
  );
}
