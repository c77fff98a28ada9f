'use client';
import type { MergeOfView, OpenIdentitiesView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { saveFailureOf } from '../../trpc/save-failure.ts';
import styles from './identities.module.css';
import { opensAnyIdentity } from './open-identity.ts';

/** Leads to the comparison of two records. */
export function MergeLink({ patients, label }: { patients: [string, string]; label: string }) {
  const t = useTranslations('identities.merge');
  const f = useFormats();
  const { rights } = useSignedInUser();
  if (!rights['identities.merge']) return null;
  const [one, other] = patients.map(encodeURIComponent);
  return (
    <Button
      variant="outlined"
      component={Link}
      href={`/identities/merge?one=${one}&other=${other}`}
      prefetch={false}
      aria-label={f.labelled(t('link'), label)}
    >
      {t('link')}
    </Button>
  );
}

/** Merges that led to this record or away from it, and how they are undone; nothing where there were none. */
export function PatientMerges({ patientId }: { patientId: string }) {
  const t = useTranslations('identities.merges');
  const { rights } = useSignedInUser();
  const mayRead = rights['identities.read'] === true;
  const { data, error, refetch } = useQuery({
    ...useTRPC().identities.mergesOf.queryOptions({ patientId }),
    enabled: mayRead,
  });
  if (!mayRead || (data ? data.merges.length === 0 : !error)) return null;
  return (
    <div className={styles.identityTools}>
      <SectionCard title={t('title')} count={data?.merges.length || null}>
        {data ? (
          <ul className={styles.pairs}>
            {data.merges.map((merge) => (
              <Merge key={merge.mergeId} merge={merge} />
            ))}
          </ul>
        ) : (
          <CallFailed error={error} retry={() => void refetch()} />
        )}
      </SectionCard>
    </div>
  );
}

function Merge({ merge }: { merge: MergeOfView }) {
  const t = useTranslations('identities.merges');
  const me = useSignedInUser();
  const f = useFormats();
  const { other, undone } = merge;
  const name = [other.birthName, other.firstGivenName].filter(Boolean).join(' ');
  const about = `${name} (IPP ${other.ipp ?? '–'})`;
  return (
    <li className={styles.pair}>
      <p>
        {t(merge.direction, { name: about, when: f.dateTime(merge.at) ?? '', by: merge.by, n: merge.moved })}
      </p>
      {undone && <p>{t('undone', { when: f.dateTime(undone.at) ?? '', by: undone.by })}</p>}
      <div className={styles.actions}>
        {opensAnyIdentity(me) && (
          <Button
            component={Link}
            href={`/identities/${other.patientId}`}
            prefetch={false}
            aria-label={f.labelled(t('other'), about)}
          >
            {t('other')}
          </Button>
        )}
        {merge.mayUndo && <Undo merge={merge} about={about} />}
      </div>
    </li>
  );
}

function Undo({ merge, about }: { merge: MergeOfView; about: string }) {
  const t = useTranslations('identities.merges');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const [asks, setAsks] = useState(false);
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation(
    trpc.identities.undoMerge.mutationOptions({
      onSuccess: ({ movedBack, stayed }) => {
        announce(t('undoneNow', { n: movedBack, stayed }));
        void queries.invalidateQueries({ queryKey: trpc.identities.pathKey() });
        void queries.invalidateQueries({ queryKey: trpc.patients.pathKey() });
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      },
    }),
  );
  const undo = () => !mutation.isPending && mutation.mutate({ key, mergeId: merge.mergeId });
  return (
    <>
      <Button variant="outlined" color="error" loading={mutation.isPending} onClick={() => setAsks(true)}>
        {t('undo')}
      </Button>
      {mutation.error && (
        <SaveFailed error={mutation.error} title={t('undoFailed')} isTyped={false} retry={undo} />
      )}
      {asks && (
        <AskDialog
          title={t('undoAsk')}
          about={about}
          text={t('undoText', { n: merge.moved, since: merge.madeSince ?? 0 })}
          safe={t('cancel')}
          onSafe={() => setAsks(false)}
          action={t('undo')}
          onAction={() => {
            setAsks(false);
            undo();
          }}
        />
      )}
    </>
  );
}

/** Something arrived at a record that leads on, and nobody who may was signed in to move it. */
export function LateArrivals({ late }: { late: OpenIdentitiesView['late'] }) {
  const t = useTranslations('identities.merges');
  if (late.length === 0) return null;
  return (
    <SectionCard title={t('late')} count={late.length}>
      <ul className={styles.pairs}>
        {late.map((one) => (
          <Late key={one.mergeId} one={one} />
        ))}
      </ul>
    </SectionCard>
  );
}

function Late({ one }: { one: OpenIdentitiesView['late'][number] }) {
  const t = useTranslations('identities.merges');
  const f = useFormats();
  const trpc = useTRPC();
  const queries = useQueryClient();
  const { rights } = useSignedInUser();
  const [key, setKey] = useState(() => crypto.randomUUID());
  const mutation = useMutation(
    trpc.identities.followMerge.mutationOptions({
      onSuccess: ({ moved }) => {
        announce(t('followed', { n: moved }));
        void queries.invalidateQueries({ queryKey: trpc.identities.pathKey() });
      },
      onError: (error) => {
        if (saveFailureOf(error).isIn === 'no') setKey(crypto.randomUUID());
      },
    }),
  );
  const follow = () => !mutation.isPending && mutation.mutate({ key, mergeId: one.mergeId });
  return (
    <li className={styles.pair}>
      <Link href={`/patients/${one.kept.id}/identity`} prefetch={false} className={styles.open}>
        <PatientLine patient={{ ...one.kept, location: null }} />
      </Link>
      <p>{t('lateText', { n: one.count })}</p>
      {rights['identities.follow-merge'] && (
        <div>
          <Button
            variant="outlined"
            loading={mutation.isPending}
            onClick={follow}
            aria-label={f.labelled(t('follow'), f.fullName(one.kept))}
          >
            {t('follow')}
          </Button>
        </div>
      )}
      {mutation.error && (
        <SaveFailed error={mutation.error} title={t('followFailed')} isTyped={false} retry={follow} />
      )}
    </li>
  );
}
