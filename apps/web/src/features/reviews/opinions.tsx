'use client';
import type { ReviewDetail, ReviewDoctor } from '@keneyapp/bff/features/reviews/view';
import Button from '@mui/material/Button';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useId, useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './reviews.module.css';

/** Whether the access was needed: of whom it was asked, what they said, and the way to ask a doctor by name. */
export function Opinions({ data, mayAsk }: { data: ReviewDetail; mayAsk: boolean }) {
  const t = useTranslations('reviews.opinions');
  const f = useFormats();
  return (
    <div className={styles.judge}>
      <p className={styles.small}>{t('lead')}</p>
      {data.opinions.length === 0 ? (
        <p className="muted">{t('none')}</p>
      ) : (
        <ul className={styles.opinions}>
          {data.opinions.map((opinion) => (
            <li key={opinion.id}>
              <p>
                <b>{opinion.doctor}</b>{' '}
                <StateChip
                  tone={opinion.answer === null ? 'attention' : opinion.answer === 'needed' ? 'good' : 'bad'}
                >
                  {t(`answer.${opinion.answer ?? 'waiting'}`)}
                </StateChip>
              </p>
              <p className={styles.small}>
                {t('asked', { name: opinion.askedBy, date: f.dateTime(opinion.askedAt) ?? '' })}
                {opinion.answeredAt && `, ${t('answered', { date: f.dateTime(opinion.answeredAt) ?? '' })}`}
              </p>
              {opinion.comment && <p className={styles.quoted}>{opinion.comment}</p>}
            </li>
          ))}
        </ul>
      )}
      {mayAsk && <AskDoctor grantId={data.grantId} />}
    </div>
  );
}

function AskDoctor({ grantId }: { grantId: string }) {
  const t = useTranslations('reviews.opinions');
  const trpc = useTRPC();
  const client = useQueryClient();
  const id = useId();
  const [query, setQuery] = useState('');
  const typed = useDebounced(query.trim(), 200);
  const found = useQuery({
    ...trpc.reviews.doctors.queryOptions({ query: typed }),
    enabled: typed.length > 1,
    placeholderData: keepPreviousData,
  });
  const ask = useMutation(
    trpc.reviews.ask.mutationOptions({
      onSuccess: async () => {
        setQuery('');
        announce(t('sent'));
        await client.invalidateQueries({ queryKey: trpc.reviews.pathKey() });
      },
    }),
  );
  // who was asked leaves an empty field, and nobody to ask twice while it settles
  const doctors = typed.length > 1 && query.trim() !== '' ? (found.data ?? []) : [];
  const about = ({ profession, unit }: ReviewDoctor) => [profession, unit].filter(Boolean).join(' · ');
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t('search')}</label>
      <input
        type="search"
        id={id}
        autoComplete="off"
        value={query}
        aria-describedby={`${id}-help`}
        onChange={(event) => setQuery(event.target.value)}
      />
      <p className={styles.small} id={`${id}-help`}>
        {t('searchHelp')}
      </p>
      {found.error && <CallFailed error={found.error} retry={() => void found.refetch()} />}
      {doctors.length > 0 && (
        <ul className={styles.people}>
          {doctors.map((doctor) => (
            <li key={doctor.id}>
              <span>
                <b>{doctor.name}</b> <span className="muted">{about(doctor)}</span>
              </span>
              <Button
                variant="outlined"
                aria-label={t('askOf', { name: doctor.name })}
                onClick={({ detail: clicks }) => {
                  // the second click of two comes before the page knows of the first
                  if (clicks < 2 && !ask.isPending) ask.mutate({ grantId, practitionerId: doctor.id });
                }}
              >
                {t('ask')}
              </Button>
            </li>
          ))}
        </ul>
      )}
      {typed.length > 1 && found.data?.length === 0 && !found.isFetching && (
        <p className={styles.small} role="status">
          {t('nobody')}
        </p>
      )}
      {ask.error && <SaveFailed error={ask.error} title={t('notAsked')} isTyped={false} />}
    </div>
  );
}
