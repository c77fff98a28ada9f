'use client';
import type { OpenIdentitiesView } from '@keneyapp/bff/features/identities/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { Ago } from '../../components/ago.tsx';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { PatientLine } from '../../components/patient-line.tsx';
import { StartLine, StartLines } from '../../components/start-line.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import styles from './identities.module.css';
import { Indicators } from './indicators.tsx';
import { Judgements } from './judgements.tsx';
import { LateArrivals } from './merges.tsx';
import { Pair } from './pair.tsx';

/** What waits for whoever looks after identities: who may be the same person, and who is to be regularised. */
export function IdentitiesPage() {
  const t = useTranslations('identities');
  const c = useTranslations('common');
  const { data, error, refetch } = useQuery(useTRPC().identities.open.queryOptions());
  return (
    <div className={styles.page}>
      <PageHeader title={t('title')} note={data && !data.isComplete && t('work.incomplete')} />
      {data ? (
        <Lists view={data} />
      ) : error ? (
        <CallFailed isPage error={error} retry={() => void refetch()} />
      ) : (
        <LoadingRows rows={8} widths={[34, 20, 20]} label={c('state.loading')} />
      )}
    </div>
  );
}

function Lists({ view }: { view: OpenIdentitiesView }) {
  const t = useTranslations('identities.work');
  const { suspects, toRegularise } = view;
  return (
    <div className={styles.work}>
      <LateArrivals late={view.late} />
      <div id="suspects">
        <SectionCard title={t('suspects')} count={suspects.length || null}>
          {suspects.length > 0 ? (
            <ul className={styles.pairs}>
              {suspects.map((pair) => (
                <Pair key={pair.patients.map(({ id }) => id).join(' ')} {...pair} />
              ))}
            </ul>
          ) : (
            <EmptyState title={t('noSuspects')} />
          )}
          {view.hasMoreSuspects && <p className="muted">{t('moreSuspects', { n: suspects.length })}</p>}
        </SectionCard>
      </div>
      <div id="regularise">
        <SectionCard title={t('regularise')} count={toRegularise.length || null}>
          {toRegularise.length > 0 ? (
            <StartLines>
              {toRegularise.map(({ patient, since, why }) => (
                <StartLine
                  key={patient.id}
                  href={`/patients/${patient.id}/identity`}
                  title={<PatientLine patient={{ ...patient, location: null }} />}
                  note={why.map((one) => t(`why.${one}`)).join(' · ')}
                  aside={t.rich('since', { when: () => <Ago value={since} /> })}
                />
              ))}
            </StartLines>
          ) : (
            <EmptyState title={t('noneToRegularise')} />
          )}
          {view.hasMoreToRegularise && (
            <p className="muted">{t('moreToRegularise', { n: toRegularise.length })}</p>
          )}
        </SectionCard>
      </div>
      <Indicators counts={view.counts} />
      <Judgements />
    </div>
  );
}
