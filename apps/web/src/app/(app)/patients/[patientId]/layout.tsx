import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Banner } from '../../../../features/patients/banner.tsx';
import { ChartFrame } from '../../../../shell/chart-frame.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import { getFormats } from '../../../../i18n/get-formats.ts';
import { Hydrate } from '../../../../trpc/hydrate.tsx';
import { getQueryClient, prefetch, trpc } from '../../../../trpc/server.ts';

interface Props { children: ReactNode; params: Promise<{ patientId: string }> }

/** The title of every page of a chart begins with the patient's name: tabs must not be confused. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { patientId } = await params;
  const query = trpc().patients.banner.queryOptions({ patientId });
  await prefetch(query);
  const banner = getQueryClient().getQueryData<PatientBanner>(query.queryKey);
  if (!banner) return {};
  const name = (await getFormats()).fullName(banner.identity);
  return { title: { template: `${name} · %s · KeneyApp`, default: `${name} · KeneyApp` } };
}

/** Banner, sections, page, workspace. The banner's query is the same as the title's: it is asked once a request. */
export default async function ChartLayout({ children, params }: Props) {
  const { patientId } = await params;
  await prefetch(trpc().patients.banner.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['vitals', 'drafts', 'live']}>
      <Hydrate>
        <ChartFrame patientId={patientId} banner={<Banner patientId={patientId} />}>{children}</ChartFrame>
      </Hydrate>
    </FeatureMessages>
  );
}
