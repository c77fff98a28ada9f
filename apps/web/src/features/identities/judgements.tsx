'use client';
import type { JudgementsView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useState } from 'react';
import { AskDialog } from '../../components/ask-dialog.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './identities.module.css';
import { told } from './pair.tsx';

/** Who was told apart from whom, of one record or of all: who said so and when, and the way back. Nothing where nobody was. */
export function Judgements({ patientId }: { patientId?: string }) {
  const t = useTranslations('identities.judged');
  const { rights } = useSignedInUser();
  const mayRead = rights['identities.list-open'] === true;
  const { data, error, refetch } = useQuery({
    ...useTRPC().identities.judgements.queryOptions(patientId === undefined ? {} : { patientId }),
    enabled: mayRead,
  });
  if (!mayRead || (data ? data.judgements.length === 0 : !error)) return null;
  return (
    <div className={patientId === undefined ? undefined : styles.identityTools}>
      <SectionCard title={t('title')} count={data?.judgements.length || null}>
        {data ? (
          <ul className={styles.pairs}>
            {data.judgements.map((one) => (
              <Judgement key={one.patients.map(({ id }) => id).join(' ')} judgement={one} />
            ))}
          </ul>
        ) : (
          <CallFailed error={error} retry={() => void refetch()} />
        )}
        {data?.hasMore && <p className="muted">{t('more', { n: data.judgements.length })}</p>}
      </SectionCard>
    </div>
  );
}

function Judgement({ judgement }: { judgement: JudgementsView['judgements'][number] }) {
  const t = useTranslations('identities.judged');
  const w = useTranslations('identities.work');
  const trpc = useTRPC();
  const queries = useQueryClient();
  const f = useFormats();
  const { rights } = useSignedInUser();
  const [asks, setAsks] = useState(false);
  const mutation = useMutation(
    trpc.identities.takeBack.mutationOptions({
      onSuccess: () => {
        announce(t('done'));
        void queries.invalidateQueries({ queryKey: trpc.identities.pathKey() });
      },
    }),
  );
  const [one, other] = judgement.patients;
  const names = { one: told(f, one), other: told(f, other) };
  const takeBack = () => !mutation.isPending && mutation.mutate({ patients: [one.id, other.id] });
  return (
    <li className={styles.pair}>
      <p>{w('apartOf', names)}</p>
      <p className="muted">{t('said', { by: judgement.by, when: f.dateTime(judgement.at) ?? '' })}</p>
      {rights['identities.take-back'] && (
        <div className={styles.actions}>
          <Button
            variant="outlined"
            loading={mutation.isPending}
            onClick={() => setAsks(true)}
            aria-label={f.labelled(t('takeBack'), `${names.one}, ${names.other}`)}
          >
            {t('takeBack')}
          </Button>
        </div>
      )}
      {mutation.error && (
        <SaveFailed error={mutation.error} title={t('failed')} isTyped={false} retry={takeBack} />
      )}
      {asks && (
        <AskDialog
          title={t('ask')}
          about={w('apartOf', names)}
          text={t('askText')}
          safe={t('keep')}
          onSafe={() => setAsks(false)}
          action={t('takeBack')}
          onAction={() => {
            setAsks(false);
            takeBack();
          }}
        />
      )}
    </li>
  );
}
