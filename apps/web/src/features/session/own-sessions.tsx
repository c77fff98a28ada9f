'use client';
import type { OwnSession, OwnSessionsView } from '@keneyapp/bff/features/session/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, useState } from 'react';
import { Ago } from '../../components/ago.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import list from '../../components/list.module.css';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { errorCode } from '../../trpc/error.ts';
import styles from './own-sessions.module.css';

/** Where one is signed in, since when and last seen; a screen that was left open somewhere is closed from here. */
export function OwnSessions() {
  const t = useTranslations('session.own');
  const c = useTranslations('common');
  const f = useFormats();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const key = trpc.session.own.queryKey();
  const { data, error, refetch } = useQuery(trpc.session.own.queryOptions());
  const [done, setDone] = useState('');
  const said = useRef<HTMLParagraphElement>(null);
  // the button that was pressed is gone: the keyboard goes on from what was said
  useEffect(() => {
    if (done) said.current?.focus();
  }, [done]);
  const shown = (words: string) => (view: OwnSessionsView) => {
    cache.setQueryData(key, view);
    setDone(words);
  };
  const endOne = useMutation(
    trpc.session.endOwn.mutationOptions({
      onSuccess: shown(t('ended')),
      // it has ended by itself meanwhile
      onError: (failure) => {
        if (errorCode(failure) === 'NOT_FOUND') void refetch();
      },
    }),
  );
  const endOthers = useMutation(
    trpc.session.endOthers.mutationOptions({ onSuccess: shown(t('othersEnded')) }),
  );
  const isPending = endOne.isPending || endOthers.isPending;
  const failure = endOthers.error ?? (errorCode(endOne.error) === 'NOT_FOUND' ? null : endOne.error);
  const otherSessions = data?.sessions.filter(({ isThis }) => !isThis) ?? [];
  const where = ({ browser, system }: OwnSession) =>
    browser && system ? t('browserOn', { browser, system }) : (browser ?? system ?? t('unknownBrowser'));

  return (
    <>
      <PageHeader title={t('title')}>
        {otherSessions.length > 0 && (
          <Button
            variant="outlined"
            color="error"
            disabled={isPending}
            onClick={() => {
              setDone('');
              endOne.reset();
              endOthers.mutate();
            }}
          >
            {t('endOthers')}
          </Button>
        )}
      </PageHeader>
      <p className={styles.lead}>{data ? t('lead', { n: data.most }) : ''}</p>
      <p role="status" ref={said} tabIndex={-1} className={done ? styles.done : undefined}>
        {done}
      </p>
      {failure && <SaveFailed error={failure} title={t('notEnded')} isTyped={false} />}
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('list')} isHeadingHidden>
          {!data ? (
            <LoadingRows rows={4} widths={[30, 18, 18, 16]} label={c('state.loading')} />
          ) : (
            <ul className={styles.sessions} aria-label={t('list')}>
              {data.sessions.map((session) => (
                <li key={session.id} className={styles.session}>
                  <div>
                    <b>{where(session)}</b>
                    {session.isThis && <span className={`${list.tag} ${list.current}`}>{t('this')}</span>}
                    <span className={list.note}>
                      {session.address ? t('from', { address: session.address }) : t('noAddress')}
                    </span>
                  </div>
                  <p className={styles.times}>
                    {t('since', { when: f.dateTime(session.since) ?? '' })}
                    <span className={list.note}>
                      {t('seen')} <Ago value={session.lastSeen} />
                    </span>
                  </p>
                  {!session.isThis && (
                    <Button
                      variant="outlined"
                      color="error"
                      disabled={isPending}
                      aria-label={t('endOf', {
                        where: where(session),
                        when: f.dateTime(session.since) ?? '',
                      })}
                      onClick={() => {
                        setDone('');
                        endOthers.reset();
                        endOne.mutate({ sessionId: session.id });
                      }}
                    >
                      {t('end')}
                    </Button>
                  )}
                </li>
              ))}
            </ul>
          )}
        </SectionCard>
      )}
      {data?.accountUrl && (
        <p className={styles.account}>
          <a href={data.accountUrl} rel="noreferrer">
            {t('account')}
          </a>
        </p>
      )}
    </>
  );
}
