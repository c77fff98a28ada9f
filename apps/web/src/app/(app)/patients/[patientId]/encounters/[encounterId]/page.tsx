import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { StayPage } from '../../../../../../features/encounters/stay-page.tsx';
import { FeatureMessages } from '../../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('encounters'))('one') };
}

export default async function Page({
  params,
}: {
  params: Promise<{ patientId: string; encounterId: string }>;
}) {
  const { patientId, encounterId: id } = await params;
  await prefetch(trpc().encounters.open.queryOptions({ patientId, id }));
  return (
    <FeatureMessages of={['encounters', 'dicom', 'medications', 'problems']}>
      <Hydrate>
        <StayPage patientId={patientId} id={id} />
      </Hydrate>
    </FeatureMessages>
  );
}
