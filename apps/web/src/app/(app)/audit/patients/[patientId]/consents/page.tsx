import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { NuqsAdapter } from 'nuqs/adapters/next/app';
import { PatientAccesses } from '../../../../../../features/audit/patient-accesses.tsx';
import { ConsentsPage } from '../../../../../../features/consents/consents-page.tsx';
import { FeatureMessages } from '../../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('consents'))('title') };
}

/** What a patient agreed to and refused, for the officer, who opens no chart and changes nothing. */
export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  await prefetch(trpc().consents.list.queryOptions({ patientId }));
  return (
    <FeatureMessages of={['audit', 'consents']}>
      <NuqsAdapter>
        <Hydrate>
          <PatientAccesses patientId={patientId} page="consents">
            <ConsentsPage patientId={patientId} isInside />
          </PatientAccesses>
        </Hydrate>
      </NuqsAdapter>
    </FeatureMessages>
  );
}
