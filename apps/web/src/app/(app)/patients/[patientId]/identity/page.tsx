import type { Metadata } from 'next';
import { getTranslations } from 'next-intl/server';
import { PageHeader } from '../../../../../components/page-header.tsx';
import { BookFor } from '../../../../../features/appointments/booking/book-link.tsx';
import { BraceletNotice, PrintLabels } from '../../../../../features/identities/bracelet.tsx';
import { PatientMerges } from '../../../../../features/identities/merges.tsx';
import {
  CorrectLink,
  NewbornLink,
  PatientSuspects,
} from '../../../../../features/identities/identity-tools.tsx';
import { PatientPapers } from '../../../../../features/identities/papers.tsx';
import { UndoCorrection } from '../../../../../features/identities/undo-correction.tsx';
import { IdentityPage } from '../../../../../features/patients/identity-page.tsx';
import { FeatureMessages } from '../../../../../i18n/feature-messages.tsx';
import { Hydrate } from '../../../../../trpc/hydrate.tsx';
import { prefetch, trpc } from '../../../../../trpc/server.ts';

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations('shell.sections'))('identity') };
}

export default async function Page({ params }: { params: Promise<{ patientId: string }> }) {
  const { patientId } = await params;
  const [t] = await Promise.all([
    getTranslations('shell.sections'),
    prefetch(trpc().patients.identity.queryOptions({ patientId })),
  ]);
  return (
    <>
      <FeatureMessages of={['identities', 'documents']}>
        <PageHeader title={t('identity')}>
          <BookFor patientId={patientId} />
          <PrintLabels patientId={patientId} />
          <NewbornLink patientId={patientId} />
          <CorrectLink patientId={patientId} />
        </PageHeader>
        <Hydrate>
          <UndoCorrection patientId={patientId} />
          <BraceletNotice patientId={patientId} />
          <PatientMerges patientId={patientId} />
          <PatientSuspects patientId={patientId} />
          <IdentityPage patientId={patientId} />
          <PatientPapers patientId={patientId} />
        </Hydrate>
      </FeatureMessages>
    </>
  );
}
