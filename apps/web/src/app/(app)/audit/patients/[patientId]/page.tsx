import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PatientAccesses } from '../../../../../features/audit/patient-accesses.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { OfficerAccesses } from './officer-accesses.tsx';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('accesses'))('titleOfficer') };
}

/** Who opened the chart of a patient, for the officer, who opens no chart. */
export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  return (
    <FeatureMessages of={['audit', 'accesses']}>
      <PatientAccesses patientId={patientId} page="accesses">
        <OfficerAccesses patientId={patientId} />
      </PatientAccesses>
    </FeatureMessages>
  );
}
