import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/page-header.tsx';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('terminology.abbreviations'), getTranslations('common')]);
  return (
    <>
      <PageHeader title={t('title')} />
      <LoadingRows rows={12} widths={[12, 48, 14, 16]} label={c('state.loading')} />
    </>
  );
}
