'use client';
import { useQuery } from '@tanstack/react-query';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { BannerClinicalLine } from './banner-clinical.tsx';
import { BannerIdentity } from './banner-identity.tsx';
import styles from './banner.module.css';

/** Who this chart is about and what must not be missed; always in sight. */
export function Banner({ patientId }: { patientId: string }) {
  const trpc = useTRPC();
  const { data, error, refetch } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  if (!data)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <div className={styles.banner} aria-busy />
    );
  return (
    <section className={styles.banner} aria-labelledby="patient-name">
      <BannerIdentity identity={data.identity} location={data.clinical?.location ?? null} />
      {data.clinical && <BannerClinicalLine clinical={data.clinical} patientId={patientId} />}
    </section>
  );
}
