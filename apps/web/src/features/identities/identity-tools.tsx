'use client';
import type { PatientBanner } from '@keneyapp/bff/features/patients/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { PatientLine } from '../../components/patient-line.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { Compared } from './compared-words.tsx';
import styles from './identities.module.css';
import { MergeLink } from './merges.tsx';
import { opensAnyIdentity } from './open-identity.ts';
import { Apart, told } from './pair.tsx';

export function CorrectLink({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.correct');
  const { rights } = useSignedInUser();
  if (!rights['identities.correct'] || !rights['identities.read']) return null;
  return (
    <Button variant="outlined" component={Link} href={`/identities/${patientId}`} prefetch={false}>
      {t('title')}
    </Button>
  );
}

/** From the record of a mother to the children that she bore. */
export function NewbornLink({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.newborn');
  const { rights } = useSignedInUser();
  const { data } = useQuery(useTRPC().patients.banner.queryOptions({ patientId }));
  if (!rights['identities.register-newborn'] || !data || !mayBear(data.identity)) return null;
  return (
    <Button
      component={Link}
      href={`/identities/newborn?mother=${encodeURIComponent(patientId)}`}
      prefetch={false}
    >
      {t('link')}
    </Button>
  );
}

/** Of an age at which somebody bears children; whatever sex the registry has, but a man’s. */
const mayBear = ({ sex, age, replacedBy }: PatientBanner['identity']): boolean =>
  sex !== 'male' &&
  replacedBy === null &&
  (age === null || (age.unit === 'year' && age.value >= 10 && age.value < 65));

/** Who on record may be this patient, above their identity; nothing when there is nobody. */
export function PatientSuspects({ patientId }: { patientId: string }) {
  const t = useTranslations('identities');
  const f = useFormats();
  const trpc = useTRPC();
  const me = useSignedInUser();
  const mayRead = me.rights['identities.read'] === true;
  const { data, error, refetch } = useQuery({
    ...trpc.identities.suspects.queryOptions({ patientId }),
    enabled: mayRead,
  });
  const own = useQuery({ ...trpc.patients.banner.queryOptions({ patientId }), enabled: mayRead }).data;
  if (!mayRead || (data && data.found.length === 0 && data.isComplete) || (!data && !error)) return null;
  return (
    <div className={styles.identityTools}>
      <SectionCard title={t('correct.suspects')} count={data?.found.length || null}>
        {!data ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <>
            <ul className={styles.pairs}>
              {data.found.map(({ patient, matchClass, heldBack, fields }) => (
                <li key={patient.id} className={styles.pair}>
                  {opensAnyIdentity(me) ? (
                    <Link href={`/patients/${patient.id}/identity`} prefetch={false} className={styles.open}>
                      <PatientLine patient={{ ...patient, location: null }} />
                    </Link>
                  ) : (
                    <PatientLine patient={{ ...patient, location: null }} />
                  )}
                  <p>
                    <StateChip
                      tone={matchClass === 'match' ? 'bad' : 'attention'}
                      sign={matchClass === 'match' ? '!!' : '!'}
                    >
                      {t(`alike.${matchClass}`)}
                    </StateChip>
                  </p>
                  <Compared fields={fields} heldBack={heldBack} />
                  {own && (
                    <div className={styles.actions}>
                      <MergeLink patients={[patientId, patient.id]} label={told(f, patient)} />
                      <Apart
                        patients={[patientId, patient.id]}
                        names={{ one: told(f, own.identity), other: told(f, patient) }}
                      />
                    </div>
                  )}
                </li>
              ))}
            </ul>
            {!data.isComplete && <p className={`muted ${styles.pair}`}>{t('work.incomplete')}</p>}
          </>
        )}
      </SectionCard>
    </div>
  );
}
