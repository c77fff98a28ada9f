'use client';
import type { ReleasesView } from '@keneyapp/bff/features/terminology/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, ErrorState, LoadingRows } from '@keneyapp/ui/states';
import Alert from '@mui/material/Alert';
import Button from '@mui/material/Button';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { useSystemName } from '../../components/form/coded-option.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { ReleasesTable } from './releases-table.tsx';
import { fields, useFieldWord } from './use-field-word.ts';
import styles from './terminology.module.css';

const everyMs = 20_000;

/** What the terminology server holds, what fields search of it, and what is missing with how to import it. */
export function ReleasesPage() {
  const t = useTranslations('terminology.releases');
  const c = useTranslations('common');
  const systemName = useSystemName();
  const { data, error, isFetching, refetch } = useQuery(
    useTRPC().terminology.releases.queryOptions(undefined, {
      // an import that is under way is followed
      refetchInterval: ({ state }) => (state.data && isMoving(state.data) ? everyMs : false),
      trpc: { context: { background: true } },
    }),
  );
  const retry = (
    <Button variant="outlined" size="small" loading={isFetching} onClick={() => void refetch()}>
      {c('actions.retry')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('title')} />
      {!data && error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <>
          {data && !data.isReachable && data.releases.length > 0 && (
            <Alert severity="warning" action={retry} className={styles.notice}>
              {t('away')}
            </Alert>
          )}
          {data && data.unfinished.length > 0 && (
            <Alert severity="warning" className={styles.notice}>
              {t('unfinished', { systems: data.unfinished.map(systemName).join(', ') })}
            </Alert>
          )}
          <SectionCard title={t('list')} isHeadingHidden>
            {!data ? (
              <LoadingRows rows={5} widths={[28, 12, 10, 18, 18]} label={c('state.loading')} />
            ) : data.releases.length > 0 ? (
              <ReleasesTable releases={data.releases} />
            ) : data.isReachable ? (
              <EmptyState title={t('empty')}>
                <p>{t('emptyText')}</p>
              </EmptyState>
            ) : (
              <ErrorState title={t('awayNothing')} actions={retry}>
                <p>{t('awayNothingText')}</p>
              </ErrorState>
            )}
          </SectionCard>
          {data && <Missing view={data} />}
          {data && <p className={styles.lead}>{t('cpt')}</p>}
        </>
      )}
    </>
  );
}

const isMoving = ({ releases, unfinished, isReachable }: ReleasesView): boolean =>
  !isReachable || unfinished.length > 0 || releases.some(({ search }) => search === 'reading');

/** Systems that fields search and of which nothing is loaded, and the command that loads one. */
function Missing({ view: { missing, releases, isReachable } }: { view: ReleasesView }) {
  const t = useTranslations('terminology.releases');
  const systemName = useSystemName();
  const fieldWord = useFieldWord();
  // while the server is away nobody knows what it lacks
  const shown = isReachable ? missing : [];
  const hasSample = releases.some(({ isSample }) => isSample);
  if (shown.length === 0 && !hasSample) return null;
  return (
    <SectionCard title={t(shown.length > 0 ? 'missing' : 'import')} className={styles.below ?? ''}>
      <div className={styles.padded}>
        {shown.length > 0 && (
          <>
            <p>{t('missingText')}</p>
            <ul className={styles.plainList}>
              {shown.map(({ system, fields: of }) => (
                <li key={system}>
                  <strong>{systemName(system)}</strong>{' '}
                  <span className="muted">
                    {fields
                      .filter((field) => of.includes(field))
                      .map(fieldWord)
                      .join(', ')}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
        <p>{t('howToImport')}</p>
        <pre className={styles.command}>npm run terminology -- import …</pre>
        {hasSample && <p className="muted">{t('sampleText')}</p>}
      </div>
    </SectionCard>
  );
}
