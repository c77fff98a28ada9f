import { SectionCard } from '@keneyapp/ui/section-card';
import { SkeletonLine, LoadingRows } from '@keneyapp/ui/states';
import { getTranslations } from 'next-intl/server';

/** Any page of the chart while it is on the way: the banner and the sections stay. */
export default async function Loading() {
  const t = await getTranslations('common.state');
  return (
    <>
      <div style={{ minHeight: 'var(--k-control)', marginBottom: 10, display: 'flex', alignItems: 'center' }}>
        <SkeletonLine width={140} height={16} />
      </div>
      <SectionCard title={t('loading')} isHeadingHidden>
        <LoadingRows rows={10} widths={[34, 14, 12, 18]} label={t('loading')} />
      </SectionCard>
    </>
  );
}
