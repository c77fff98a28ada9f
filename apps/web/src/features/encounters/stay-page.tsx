'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { EmptyState, LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { CallFailed } from '../../components/call-failed.tsx';
import lines from '../../components/lines.module.css';
import list from '../../components/list.module.css';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { patientHref } from '../../shell/chart-address.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { StayContents } from './stay-contents.tsx';
import { Facts, Findings, Movements, People } from './stay-facts.tsx';
import styles from './stay.module.css';
import { useStayWords } from './use-stay-words.ts';

/** One stay or visit: what happened, where and with whom, and what the chart holds of it. */
export function StayPage({ patientId, id }: { patientId: string; id: string }) {
  const t = useTranslations('encounters');
  const c = useTranslations('common');
  const f = useFormats();
  const words = useStayWords();
  const { data, error, refetch } = useQuery(useTRPC().encounters.open.queryOptions({ patientId, id }));
  const toStay = (other: string) => `${patientHref(patientId, 'encounters')}/${other}`;
  const back = (
    <Link href={patientHref(patientId, 'encounters')} prefetch={false} className={`${styles.back} no-print`}>
      {t('title')}
    </Link>
  );
  if (!data)
    return (
      <>
        {back}
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={8} widths={[20, 50]} label={c('state.loading')} />
        )}
      </>
    );
  const { stay, parts, linked, inTime, failed, isTruncated } = data;
  const hasContents = Object.values(linked).some((one) =>
    Array.isArray(one) ? one.length > 0 : one !== null,
  );
  const place = stay.place && f.place(stay.place);
  return (
    <>
      {back}
      <PageHeader
        title={[words.kind(stay), words.detail(stay)].filter(Boolean).join(' – ')}
        note={
          <>
            {[words.span(stay), place].filter(Boolean).join(' · ')}
            {(stay.isCurrent || stay.status !== 'finished') && (
              <span className={`${list.tag} ${stay.isCurrent ? list.current : ''}`}>
                {stay.isCurrent ? t('ongoing') : t(`status.${stay.status}`)}
              </span>
            )}
          </>
        }
      />
      <div className={styles.columns}>
        <div>
          <Facts stay={stay} patientId={patientId} />
          <Movements stay={stay} />
          <Findings stay={stay} patientId={patientId} />
          <People stay={stay} />
          {(stay.partOf || parts.length > 0) && (
            <SectionCard title={t('related')}>
              <ul className={lines.lines}>
                {stay.partOf && (
                  <li>
                    <Link href={toStay(stay.partOf)} prefetch={false} className={list.whole}>
                      {t('whole')}
                    </Link>
                  </li>
                )}
                {parts.map((part) => (
                  <li key={part.id}>
                    <span className={lines.main}>
                      <Link href={toStay(part.id)} prefetch={false} className={list.whole}>
                        {words.kind(part)}
                      </Link>
                    </span>
                    <span className={lines.when}>{words.span(part)}</span>
                  </li>
                ))}
              </ul>
            </SectionCard>
          )}
        </div>
        <div>
          {failed.length > 0 && (
            <p role="alert">{t('failed', { what: failed.map((kind) => t(`kind.${kind}`)).join(', ') })}</p>
          )}
          {hasContents ? (
            <StayContents of={linked} patientId={patientId} />
          ) : (
            <SectionCard title={t('contents')}>
              <EmptyState title={t('nothingLinked')} />
            </SectionCard>
          )}
          {inTime && (
            <section className={styles.apart} aria-labelledby="in-time">
              <h2 id="in-time">{t('inTime')}</h2>
              <p className="muted">{t('inTimeHelp')}</p>
            </section>
          )}
          {inTime && <StayContents of={inTime} patientId={patientId} within={t('inTime')} />}
          {isTruncated && <p className="muted">{t('truncated')}</p>}
        </div>
      </div>
    </>
  );
}
