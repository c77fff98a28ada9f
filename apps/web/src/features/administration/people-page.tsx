'use client';
import type { PeopleView, PersonRow } from '@keneyapp/bff/features/administration/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, ErrorState, LoadingRows } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import OutlinedInput from '@mui/material/OutlinedInput';
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useDebounced } from '../../components/use-debounced.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { asCallError } from '../../trpc/error.ts';
import { PeopleTable } from './people-table.tsx';
import styles from './administration.module.css';

const NewAccount = dynamic(() => import('./new-account.tsx').then((m) => m.NewAccount), { ssr: false });
const PersonDialog = dynamic(() => import('./person-dialog.tsx').then((m) => m.PersonDialog), { ssr: false });

/** Accounts as the identity provider has them: found by name, changed one at a time. What is typed stays out of the address, it may be a patient's name. */
export function PeoplePage() {
  const t = useTranslations('administration.people');
  const create = useTranslations('administration.create');
  const c = useTranslations('common');
  const trpc = useTRPC();
  const cache = useQueryClient();
  const [text, setText] = useState('');
  const [page, setPage] = useState(1);
  const [isCreating, setCreating] = useState(false);
  const [openId, setOpenId] = useState<string | null>(null);
  const asked = useDebounced(text.trim(), 200);
  const query = useQuery(
    trpc.administration.people.queryOptions({ text: asked, page }, { placeholderData: keepPreviousData }),
  );
  const { data } = query;
  const open = data?.people.find(({ id }) => id === openId);

  const changed = (row: PersonRow) => {
    cache.setQueriesData<PeopleView>(
      { queryKey: trpc.administration.people.queryKey() },
      (known) => known && { ...known, people: known.people.map((one) => (one.id === row.id ? row : one)) },
    );
    void cache.invalidateQueries({ queryKey: trpc.administration.sessions.queryKey() });
  };
  return (
    <>
      <PageHeader
        title={t('title')}
        note={
          <span role="status">{data && !query.isPlaceholderData ? t('count', { n: data.total }) : ''}</span>
        }
      >
        <OutlinedInput
          type="search"
          size="small"
          className={styles.search}
          placeholder={t('placeholder')}
          autoComplete="off"
          value={text}
          onChange={(e) => {
            setText(e.target.value);
            setPage(1);
          }}
          slotProps={{ input: { 'aria-label': t('search'), spellCheck: false } }}
        />
        <Button variant="contained" onClick={() => setCreating(true)}>
          {create('button')}
        </Button>
      </PageHeader>
      {query.error && !data ? (
        <DirectoryFailed error={query.error} retry={() => void query.refetch()} />
      ) : (
        <SectionCard title={t('list')} isHeadingHidden>
          {!data ? (
            <LoadingRows rows={8} widths={[28, 14, 24, 10]} label={c('state.loading')} />
          ) : data.people.length === 0 ? (
            <EmptyState
              title={asked ? t('nothing') : t('none')}
              actions={
                asked && (
                  <Button variant="outlined" onClick={() => setText('')}>
                    {c('actions.clear')}
                  </Button>
                )
              }
            />
          ) : (
            <PeopleTable people={data.people} isStale={query.isPlaceholderData} onManage={setOpenId} />
          )}
        </SectionCard>
      )}
      {data && data.total > data.perPage && <Pages view={data} onPage={setPage} />}
      {isCreating && <NewAccount onClose={() => setCreating(false)} onCreated={() => void query.refetch()} />}
      {open && (
        <PersonDialog
          person={open}
          onClose={() => setOpenId(null)}
          onChanged={changed}
          onStale={() => void query.refetch()}
        />
      )}
    </>
  );
}

function Pages({
  view: { page, perPage, total, people },
  onPage,
}: {
  view: PeopleView;
  onPage: (page: number) => void;
}) {
  const t = useTranslations('administration.people.pages');
  const from = (page - 1) * perPage + 1;
  return (
    <nav aria-label={t('label')} className={styles.pages}>
      <Button variant="outlined" disabled={page === 1} onClick={() => onPage(page - 1)}>
        {t('previous')}
      </Button>
      <span role="status">{t('shown', { from, to: from + people.length - 1, total })}</span>
      <Button variant="outlined" disabled={page * perPage >= total} onClick={() => onPage(page + 1)}>
        {t('next')}
      </Button>
    </nav>
  );
}

/** The directory is a server of its own: what it refuses is said in its words, everything else as everywhere. */
function DirectoryFailed({ error, retry }: { error: unknown; retry: () => void }) {
  const t = useTranslations('administration');
  const c = useTranslations('common');
  const { code, requestId } = asCallError(error);
  if (code === 'NOT_IMPLEMENTED')
    return (
      <EmptyState isPage title={t('people.noDirectory.title')}>
        <p>{t('people.noDirectory.text')}</p>
      </EmptyState>
    );
  if (code !== 'SERVICE_UNAVAILABLE' && code !== 'BAD_GATEWAY')
    return <CallFailed isPage error={error} retry={retry} />;
  return (
    <ErrorState
      isPage
      title={c('error.title')}
      requestId={requestId && c('error.requestId', { id: requestId })}
      actions={
        <Button variant="outlined" onClick={retry}>
          {c('actions.retry')}
        </Button>
      }
    >
      <p>{t(code === 'BAD_GATEWAY' ? 'directoryRefused' : 'directoryAway')}</p>
    </ErrorState>
  );
}
