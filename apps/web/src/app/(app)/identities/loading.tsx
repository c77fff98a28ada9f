import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';
import styles from '../../../features/identities/identities.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('identities'), getTranslations('common')]);
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} />
      <LoadingRows rows={8} widths={[34, 20, 20]} label={c('state.loading')} />
    </div>
  );
}
