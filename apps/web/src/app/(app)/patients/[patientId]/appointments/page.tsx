import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { ChartAppointments } from '../../../../../features/appointments/chart-appointments.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('appointments'))('ofChart.title') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  await prefetch(trpc().appointments.ofChart.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['appointments']}>
      <Hydrate>
        <ChartAppointments patientId={patientId} />
      </Hydrate>
    </FeatureMessages>
  );
}
