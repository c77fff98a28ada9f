import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { Banner } from '../../../../features/patients/banner.tsx';
import { ChartNotOpened } from '../../../../features/patients/chart-not-opened.tsx';
import { getBanner } from '../../../../features/patients/get-banner.ts';
import { ChartFrame } from '../../../../shell/chart-frame.tsx';
import { FeatureMessages } from '../../../../i18n/feature-messages.tsx';
import { getFormats } from '../../../../i18n/get-formats.ts';
import { Hydrate } from '../../../../trpc/hydrate.tsx';

interface Props {
  children: ReactNode;
  params: Promise<{ patientId: string }>;
}

/** The title of every page of a chart begins with the patient's name: tabs must not be confused. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { data } = await getBanner((await params).patientId);
  if (!data) return {};
  const name = (await getFormats()).fullName(data.identity);
  return { title: { template: `${name} · %s · KeneyApp`, default: `${name} · KeneyApp` } };
}

/** Banner, sections, page, workspace. Without knowing who it is about, nothing of a chart is shown. */
export default async function ChartLayout({ children, params }: Props) {
  const { patientId } = await params;
  const { error } = await getBanner(patientId);
  if (error) return <ChartNotOpened error={error} />;
  return (
    <FeatureMessages
      of={[
        ...([
          'vitals',
          'problems',
          'allergies',
          'immunizations',
          'procedures',
          'family',
          'flags',
          'habits',
          'implants',
        ] as const),
        ...(['orders', 'medications', 'tasks', 'drafts', 'live', 'emergency'] as const),
      ]}
    >
      <Hydrate>
        <ChartFrame patientId={patientId} banner={<Banner patientId={patientId} />}>
          {children}
        </ChartFrame>
      </Hydrate>
    </FeatureMessages>
  );
}
