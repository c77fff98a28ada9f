import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { createLoader } from 'nuqs/server';
import { openingPeriod } from '../../../../../components/period.ts';
import { fromOf, vitalsParams } from '../../../../../features/vitals/period.ts';
import { VitalsPage } from '../../../../../features/vitals/vitals-page.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { getQueryClient, prefetch, trpc } from '../../../../../trpc/server.ts';

interface Props {
  params: Promise<{ patientId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('vitals'))('title') };
}

export default async function Page({ params, searchParams }: Props) {
  const { patientId } = await params;
  const { view: shown, period: asked, row } = await createLoader(vitalsParams)(searchParams);
  const banner = trpc().patients.banner.queryOptions({ patientId });
  await prefetch(banner);
  const stayedSince = getQueryClient().getQueryData(banner.queryKey)?.clinical?.location?.since ?? null;
  const now = new Date();
  const period = openingPeriod(asked, { usual: '1w', stayedSince, now: now.getTime() });
  const from = fromOf(period, now, stayedSince);
  await prefetch(
    shown === 'curves'
      ? trpc().vitals.series.queryOptions({ patientId, ...from })
      : trpc().vitals.flowsheet.queryOptions({ patientId, ...from }),
  );
  return (
    <FeatureMessages of={['vitals']}>
      <Hydrate>
        <VitalsPage
          patientId={patientId}
          shown={shown}
          period={period}
          row={row}
          from={from}
          isOnStay={stayedSince !== null}
        />
      </Hydrate>
    </FeatureMessages>
  );
}
