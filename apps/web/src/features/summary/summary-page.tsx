'use client';
import { useQuery } from '@tanstack/react-query';
import { CallFailed } from '../../components/call-failed.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { AlertsNote } from './alerts-note.tsx';
import { Appointments } from './appointments-block.tsx';
import { Allergies, Encounters, Immunizations, Problems } from './clinical-blocks.tsx';
import { hasConclusions } from './conclusions.ts';
import { Conclusions, Documents, Imaging } from './file-blocks.tsx';
import { Medications } from './medication-block.tsx';
import { Results } from './results-block.tsx';
import { SinceLast } from './since-last.tsx';
import { SummarySkeleton } from './summary-skeleton.tsx';
import styles from './summary.module.css';
import { Vitals } from './vitals-block.tsx';

/** The whole patient on one screen; every block opens its page. */
export function SummaryPage({ patientId }: { patientId: string }) {
  const trpc = useTRPC();
  const { rights } = useSignedInUser();
  const { data, error, refetch } = useQuery(trpc.summary.get.queryOptions({ patientId }));
  if (!data)
    return error ? <CallFailed isPage error={error} retry={() => void refetch()} /> : <SummarySkeleton />;
  const besides = { patientId, isBesideConclusions: hasConclusions(data, rights) };
  return (
    <div className={styles.page}>
      <SinceLast patientId={patientId} />
      {/* what can hurt today stands first: how the patient is, what came back, what was concluded */}
      <div className={styles.column}>
        {rights['vitals.read'] && <Vitals part={data.vitals} patientId={patientId} />}
        {rights['results.read'] && <Results part={data.results} patientId={patientId} />}
      </div>
      <div className={styles.column}>
        {rights['results.read'] && <Conclusions part={data.conclusions} patientId={patientId} />}
        {rights['allergies.read'] && <Allergies part={data.allergies} patientId={patientId} />}
        {rights['problems.read'] && <Problems part={data.problems} patientId={patientId} />}
        {rights['medications.read'] && <Medications part={data.medications} patientId={patientId} />}
      </div>
      <div className={styles.column}>
        <Appointments part={data.appointments} />
        {rights['encounters.read'] && <Encounters part={data.encounters} patientId={patientId} />}
        {rights['immunizations.read'] && <Immunizations part={data.immunizations} patientId={patientId} />}
      </div>
      {(rights['imaging.read'] || rights['documents.read']) && (
        <div className={styles.column}>
          {rights['imaging.read'] && <Imaging part={data.imaging} {...besides} />}
          {rights['documents.read'] && <Documents part={data.documents} {...besides} />}
        </div>
      )}
      {rights['summary.alerts'] && <AlertsNote patientId={patientId} />}
    </div>
  );
}
