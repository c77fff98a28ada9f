'use client';
import type { SessionRow } from '@keneyapp/bff/features/administration/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import type { TableColumn } from '@keneyapp/ui/table-model';
import Button from '@mui/material/Button';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useMemo, useState } from 'react';
import { Ago } from '../../components/ago.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { DataTable } from '../../components/data-table.tsx';
import list from '../../components/list.module.css';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { announce } from '../../shell/announcer.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { failureOf } from './failure.ts';

const ConfirmDialog = dynamic(() => import('./confirm-dialog.tsx').then((m) => m.ConfirmDialog), {
  ssr: false,
});
const everyMs = 20_000;

/** Who is signed in now, and where from; any session but one's own can be closed. */
export function SessionsPage() {
  const t = useTranslations('administration.sessions');
  const c = useTranslations('common');
  const s = useTranslations('shell.roles');
  const f = useFormats();
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [asking, setAsking] = useState<SessionRow | null>(null);
  const key = trpc.administration.sessions.queryKey();
  const { data, error, refetch } = useQuery(
    trpc.administration.sessions.queryOptions(undefined, {
      refetchInterval: everyMs,
      trpc: { context: { background: true } },
    }),
  );
  const mutation = useMutation(
    trpc.administration.endSession.mutationOptions({
      onSuccess: () => {
        if (asking) announce(t('done', { name: asking.displayName }));
        setAsking(null);
      },
      onError: (failure) => {
        if (failureOf(failure).word === 'gone') void cache.invalidateQueries({ queryKey: key });
      },
      onSettled: () => cache.invalidateQueries({ queryKey: key }),
    }),
  );

  const columns = useMemo<TableColumn<SessionRow>[]>(() => {
    const browser = (row: SessionRow) =>
      row.browser && row.system
        ? t('browserOn', { browser: row.browser, system: row.system })
        : (row.browser ?? row.system ?? t('unknownBrowser'));
    const role = (row: SessionRow) => (s.has(row.role as 'doctor') ? s(row.role as 'doctor') : row.role);
    return [
      {
        id: 'person',
        header: t('column.person'),
        isHeader: true,
        text: (row) => `${row.displayName} ${row.username}`,
        sort: (row) => row.displayName,
        cell: (row) => (
          <>
            {row.displayName}
            {row.isOwn && <span className={`${list.tag} ${list.current}`}>{t('own')}</span>}
            <span className={list.note}>{row.username}</span>
          </>
        ),
      },
      { id: 'role', header: t('column.role'), width: 190, text: role, sort: role, cell: role },
      {
        id: 'since',
        header: t('column.since'),
        width: 140,
        text: (row) => f.dateTime(row.since),
        sort: (row) => Date.parse(row.since),
        cell: (row) => <Ago value={row.since} />,
      },
      {
        id: 'seen',
        header: t('column.seen'),
        width: 140,
        text: (row) => f.dateTime(row.lastSeen),
        sort: (row) => Date.parse(row.lastSeen),
        cell: (row) => <Ago value={row.lastSeen} />,
      },
      {
        id: 'address',
        header: t('column.address'),
        width: 150,
        folds: 1,
        isOptional: true,
        text: (row) => row.address,
        sort: 'text',
      },
      { id: 'browser', header: t('column.browser'), width: 190, folds: 1, text: browser, sort: 'text' },
      {
        id: 'end',
        header: t('column.end'),
        width: 110,
        isWordless: true,
        text: () => null,
        cell: (row) =>
          !row.isOwn && (
            <Button
              variant="outlined"
              color="error"
              tabIndex={-1}
              aria-label={t('endOf', { name: row.displayName })}
              onClick={() => {
                mutation.reset();
                setAsking(row);
              }}
            >
              {t('end')}
            </Button>
          ),
      },
    ];
    // eslint-disable-next-line react-hooks/exhaustive-deps -- `reset` of a mutation does not change
  }, [t, s, f]);

  return (
    <>
      <PageHeader title={t('title')} />
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('list')} isHeadingHidden>
          {!data ? (
            <LoadingRows rows={6} widths={[26, 14, 12, 12, 16]} label={c('state.loading')} />
          ) : data.sessions.length === 0 ? (
            <EmptyState title={t('empty')} />
          ) : (
            <DataTable
              name="administration-sessions"
              label={t('list')}
              rows={data.sessions}
              columns={columns}
              rowKey={(row) => row.id}
            />
          )}
        </SectionCard>
      )}
      {data?.truncated && <p className="muted">{t('truncated')}</p>}
      {asking && (
        <ConfirmDialog
          title={t('ask', { name: asking.displayName })}
          text={t('text', {
            name: asking.displayName,
            since: f.dateTime(asking.since) ?? '',
            address: asking.address ?? t('noAddress'),
          })}
          confirm={t('confirm')}
          isDanger
          isPending={mutation.isPending}
          error={mutation.error}
          onCancel={() => setAsking(null)}
          onConfirm={() => mutation.mutate({ sessionId: asking.id })}
        />
      )}
    </>
  );
}
