import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('safety'), getTranslations('common')]);
  return (
    <>
      <PageHeader title={t('title')} />
      <LoadingRows rows={8} widths={[60]} label={c('state.loading')} />
    </>
  );
}
