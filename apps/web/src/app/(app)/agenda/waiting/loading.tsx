import { LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../components/page-header.tsx';
import frame from '../../../../shell/shell.module.css';

export default async function Loading() {
  const [t, c] = await Promise.all([getTranslations('rules'), getTranslations('common')]);
  return (
    <div className={frame.page}>
      <PageHeader title={t('waitingTitle')} />
      <LoadingRows rows={10} widths={[20, 40, 20]} label={c('state.loading')} />
    </div>
  );
}
