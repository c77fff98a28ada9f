import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/page-header.tsx';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('administration.orders'), getTranslations('common')]);
  return (
    <>
      <PageHeader title={t('title')} />
      <LoadingRows rows={8} widths={[40]} label={c('state.loading')} />
    </>
  );
}
