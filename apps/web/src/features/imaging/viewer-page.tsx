'use client';
import { EmptyState, ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useQueryStates } from 'nuqs';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { ImageIdentityNote } from './image-identity-note.tsx';
import { imagingParams } from './search-params.ts';
import { useLeftOut } from './use-series-images.ts';
import { Viewer } from './viewer.tsx';
import { ViewerOpening } from './viewer-opening.tsx';
import styles from './viewer.module.css';

/** The embedded viewer on one study of this patient, the banner above it; it takes the whole window. */
export function ViewerPage({ patientId, studyUid }: { patientId: string; studyUid: string }) {
  const t = useTranslations('imaging');
  const trpc = useTRPC();
  const isOwn = useQueryStates(imagingParams)[0].window === 'own';
  const { data, error, refetch } = useQuery(trpc.imaging.list.queryOptions({ patientId }));
  const [isOver, setOver] = useState(false);
  if (!data)
    return error ? (
      <CallFailed isPage error={error} retry={() => void refetch()} />
    ) : (
      <ViewerOpening label={t('loading')} />
    );
  const study = data.studies.find((s) => s.uid === studyUid);
  // A study of somebody else is never shown below this banner, whatever the address says.
  if (!study)
    return (
      <EmptyState
        isPage
        title={t('viewer.notHere')}
        actions={
          <Button
            variant="outlined"
            component={Link}
            prefetch={false}
            href={`/patients/${patientId}/imaging${isOwn ? '?window=own' : ''}`}
          >
            {t('viewer.back')}
          </Button>
        }
      >
        <p>{t('viewer.notHereWhy')}</p>
      </EmptyState>
    );
  if (isOver)
    return (
      <ErrorState
        isPage
        title={t('viewer.over')}
        actions={
          <Button variant="contained" onClick={() => window.location.reload()}>
            {t('viewer.signIn')}
          </Button>
        }
      >
        <p>{t('viewer.overWhy')}</p>
      </ErrorState>
    );
  return (
    <Viewer
      key={studyUid}
      patientId={patientId}
      study={study}
      studies={data.studies}
      isOwn={isOwn}
      onOver={() => setOver(true)}
      note={(studies) => (
        <>
          <ImageIdentityNote patientId={patientId} studies={studies} />
          <LeftOutNote studies={studies} />
        </>
      )}
    />
  );
}

/** Said above the viewer before anything is read in it: what it does not draw, or draws otherwise than the images ask. */
function LeftOutNote({ studies }: { studies: string[] }) {
  const t = useTranslations('imaging');
  const { data, error } = useLeftOut(studies);
  if (error)
    return (
      <p role="status" className={styles.note}>
        {t('viewer.leftOut.unknown')}
      </p>
    );
  if (!data || data.length === 0) return null;
  return (
    <p role="alert" className={styles.note}>
      {data.map((what) => t(`viewer.leftOut.${what}`)).join(' ')}
    </p>
  );
}
