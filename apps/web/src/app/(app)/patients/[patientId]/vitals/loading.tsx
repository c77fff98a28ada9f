import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../components/page-header.tsx';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('vitals'), getTranslations('common')]);
  return (
    <>
      <PageHeader title={t('title')} />
      <LoadingRows label={c('state.loading')} rows={10} widths={[22, 14, 14, 14, 14]} />
    </>
  );
}
