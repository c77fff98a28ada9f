'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { CallFailed } from '../../components/call-failed.tsx';
import { useSystemName } from '../../components/form/coded-option.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './safety.module.css';

/** What this is not, and which editions it rests on. */
export function AboutPage() {
  const t = useTranslations('safety.about');
  const c = useTranslations('common');
  const f = useFormats();
  const systemName = useSystemName();
  const { data, error, refetch } = useQuery(useTRPC().safety.about.queryOptions());
  return (
    <>
      <PageHeader title={t('title')} />
      <SectionCard title={t('not.title')}>
        <ul className={styles.list}>
          <li>{t('not.lap')}</li>
          <li>{t('not.device')}</li>
          <li>{t('not.database')}</li>
          <li>{t('not.prescriptions')}</li>
        </ul>
      </SectionCard>
      {!data && error ? (
        <CallFailed error={error} retry={() => void refetch()} />
      ) : (
        <SectionCard title={t('loaded')} className={styles.below ?? ''}>
          {!data ? (
            <LoadingRows rows={4} widths={[60]} label={c('state.loading')} />
          ) : (
            <ul className={styles.list}>
              {data.lists.map(({ title, publisher, date, isSample, size }) => (
                <li key={title}>
                  <strong>
                    {publisher}, {title}
                  </strong>
                  {' – '}
                  {t('edition', { date: f.date(date) ?? date })}
                  {isSample && ` – ${t('examples', { n: size })}`}
                </li>
              ))}
              {data.unanswered.map((server) => (
                <li key={server}>{t('unanswered', { server })}</li>
              ))}
              {data.releases.map(({ system, title, version, isSample }) => (
                <li key={`${system} ${title}`}>
                  <strong>{systemName(system)}</strong>
                  {' – '}
                  {version === null ? t('noVersion') : t('version', { version })}
                  {isSample && ` – ${t('sample')}`}
                </li>
              ))}
              {data.releases.length === 0 && <li>{t('nothing')}</li>}
            </ul>
          )}
        </SectionCard>
      )}
    </>
  );
}
