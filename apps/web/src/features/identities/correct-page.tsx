'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { PageHeader } from '../../components/page-header.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { BraceletNotice } from './bracelet.tsx';
import { CorrectIdentity } from './correct-form.tsx';
import styles from './identities.module.css';
import { Judgements } from './judgements.tsx';
import { PatientMerges } from './merges.tsx';
import { PatientSuspects } from './identity-tools.tsx';
import { UndoCorrection } from './undo-correction.tsx';

/** The identity of a patient, to be corrected; who may be the same person stands above. */
export function CorrectPage({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.correct');
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('title')}
        note={data && <PatientLine patient={{ ...data.identity, location: null }} />}
      />
      <UndoCorrection patientId={patientId} />
      <BraceletNotice patientId={patientId} />
      <PatientMerges patientId={patientId} />
      <PatientSuspects patientId={patientId} />
      <CorrectIdentity patientId={patientId} />
      <Judgements patientId={patientId} />
    </div>
  );
}
