'use client';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { BannerClinicalLine } from './banner-clinical.tsx';
import { BannerIdentity } from './banner-identity.tsx';
import styles from './banner.module.css';

/**
 * Who this chart is about and what must not be missed; always in sight. On a phone one line stays, of name, birth date and
 * allergies, with what is late or isolated below it; a button shows the rest.
 */
export function Banner({ patientId }: { patientId: string }) {
  const t = useTranslations('patients.banner');
  const trpc = useTRPC();
  const [isWhole, setWhole] = useState(false);
  const { data, error, refetch } = useQuery(trpc.patients.banner.queryOptions({ patientId }));
  if (!data)
    return error ? (
      <CallFailed error={error} retry={() => void refetch()} />
    ) : (
      <div className={styles.banner} aria-busy />
    );
  return (
    <section className={styles.banner} data-whole={isWhole} aria-labelledby="patient-name">
      <BannerIdentity identity={data.identity} location={data.clinical?.location ?? null} />
      {data.clinical && (
        <BannerClinicalLine clinical={data.clinical} patientId={patientId} isWhole={isWhole} />
      )}
      <button
        type="button"
        className={`${styles.more} no-print`}
        aria-expanded={isWhole}
        aria-label={t(isWhole ? 'less' : 'more')}
        onClick={() => setWhole(!isWhole)}
      />
    </section>
  );
}
