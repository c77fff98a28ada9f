import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';
import frame from '../../../shell/shell.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('session'), getTranslations('common')]);
  return (
    <div className={frame.page}>
      <PageHeader title={t('own.title')} />
      <LoadingRows rows={4} widths={[30, 18, 18, 16]} label={c('state.loading')} />
    </div>
  );
}
