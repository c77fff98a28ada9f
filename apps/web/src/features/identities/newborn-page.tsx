'use client';
import { DeniedState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './identities.module.css';
import { NewbornForm } from './newborn-form.tsx';
import type { Born, Mother } from './newborn-steps.ts';
import { NewbornMother } from './newborn-mother.tsx';
import { NewbornSaved } from './newborn-saved.tsx';

/** Registers children with their mother: who she is, then the children, then their bracelets. */
export function NewbornPage({ motherId }: { motherId: string | null }) {
  const t = useTranslations('identities');
  const c = useTranslations('common.state');
  const { rights } = useSignedInUser();
  const isAllowed = rights['identities.register-newborn'] === true;
  const [mother, setMother] = useState<Mother | null>(null);
  const [born, setBorn] = useState<Born | null>(null);
  const place = useQuery({
    ...useTRPC().identities.birthplace.queryOptions(undefined, { staleTime: Infinity }),
    enabled: isAllowed,
  });
  if (!isAllowed)
    return (
      <DeniedState isPage title={t('register.denied')}>
        <p>{t('register.deniedHelp')}</p>
      </DeniedState>
    );
  return (
    <div className={styles.page}>
      <PageHeader
        title={t('newborn.title')}
        note={
          mother ? (
            <>
              {t('newborn.mother')} <PatientLine patient={{ ...mother.person, location: null }} />
            </>
          ) : (
            t('newborn.lead')
          )
        }
      />
      {!mother ? (
        <NewbornMother motherId={motherId} onFound={setMother} />
      ) : born ? (
        <NewbornSaved born={born} motherId={mother.person.id} isFromHer={motherId !== null} />
      ) : place.error ? (
        <CallFailed error={place.error} retry={() => void place.refetch()} />
      ) : place.data === undefined ? (
        <LoadingRows rows={6} widths={[45, 45]} label={c('loading')} />
      ) : (
        <NewbornForm
          mother={mother}
          place={place.data}
          back={motherId === null ? '/patients' : `/patients/${mother.person.id}/identity`}
          onSaved={setBorn}
        />
      )}
    </div>
  );
}
