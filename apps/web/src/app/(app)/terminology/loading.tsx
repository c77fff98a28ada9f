import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../components/page-header.tsx';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('terminology.releases'), getTranslations('common')]);
  return (
    <>
      <PageHeader title={t('title')} />
      <LoadingRows rows={5} widths={[28, 12, 10, 18, 18]} label={c('state.loading')} />
    </>
  );
}
