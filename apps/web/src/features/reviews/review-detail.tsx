'use client';
import { KeyValue } from '@keneyapp/ui/key-value';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { CallFailed } from '../../components/call-failed.tsx';
import { PageHeader } from '../../components/page-header.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { Opinions } from './opinions.tsx';
import { ReviewActivityList } from './review-activity.tsx';
import { ReviewState } from './review-state.tsx';
import styles from './reviews.module.css';
import { useReviewWords } from './use-review-words.ts';

const JudgeForm = dynamic(() => import('./judge-form.tsx').then((m) => m.JudgeForm), { ssr: false });

/** One access: what was asked, what was done, what was concluded. */
export function ReviewDetailPage({ grantId }: { grantId: string }) {
  const { t, kind, denial, minutes } = useReviewWords();
  const c = useTranslations('common');
  const roles = useTranslations('shell.roles');
  const f = useFormats();
  const { data, error, refetch } = useQuery(useTRPC().reviews.detail.queryOptions({ grantId }));
  if (!data)
    return (
      <div className={styles.page}>
        {error ? (
          <CallFailed isPage error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={8} label={c('state.loading')} />
        )}
      </div>
    );
  const { person, patient, review } = data;
  return (
    <div className={styles.page}>
      <p className={styles.back}>
        <Link href="/reviews">← {t('detail.back')}</Link>
      </p>
      <PageHeader title={t('detail.title', { name: person.name })} note={<ReviewState row={data} />} />
      <div className={styles.columns}>
        <div className={styles.column}>
          <SectionCard title={t('detail.facts')}>
            <div className={styles.facts}>
              <KeyValue
                items={[
                  {
                    key: t('detail.reason'),
                    value: (
                      <span className={styles.quoted}>
                        {data.text === 'awaited' || data.text === 'missing'
                          ? t(`text.${data.text}`)
                          : (data.reason ?? t('detail.reasonLost'))}
                      </span>
                    ),
                  },
                  { key: t('detail.kind'), value: kind(data.kind) },
                  { key: t('detail.denial'), value: denial(data.denial) },
                  {
                    key: t('detail.patient'),
                    value: patient ? (
                      <>
                        {patient.name}
                        {patient.birthDate && ` · ${f.date(patient.birthDate)}`}
                        {patient.ipp && ` · IPP ${patient.ipp}`}
                      </>
                    ) : (
                      t('unknownPatient')
                    ),
                  },
                  { key: t('detail.person'), value: `${person.name} · ${roles(person.role)}` },
                  {
                    key: t('detail.history'),
                    value: [
                      t('uses', { n: person.uses }),
                      person.unjustified > 0 && t('unjustified', { n: person.unjustified }),
                      person.suspendedSince && t('suspended'),
                    ]
                      .filter(Boolean)
                      .join(', '),
                  },
                  { key: t('detail.opened'), value: f.dateTime(data.startedAt) },
                  {
                    key: t(data.state === 'active' ? 'detail.ends' : 'detail.ended'),
                    value: `${f.dateTime(data.endedAt)} (${f.minutes(minutes(data))})`,
                  },
                ]}
              />
            </div>
          </SectionCard>
          <SectionCard title={t('opinions.title')}>
            <Opinions data={data} mayAsk={data.closedTo === null} />
          </SectionCard>
          <SectionCard title={t('judge.title')}>
            <div className={styles.judge}>
              {review ? (
                <>
                  <p>
                    <ReviewState row={data} />{' '}
                    <span className="muted">
                      {t('judge.by', { name: review.reviewerName, date: f.dateTime(review.at) ?? '' })}
                    </span>
                  </p>
                  {review.comment && <p className={styles.quoted}>{review.comment}</p>}
                </>
              ) : data.closedTo === 'own' || data.closedTo === 'active' ? (
                <p>{t(`judge.closed.${data.closedTo}`)}</p>
              ) : null}
              {/* stays when somebody else was faster: what was typed is not swept away */}
              {data.closedTo !== 'own' && data.closedTo !== 'active' && (
                <JudgeForm
                  key={grantId}
                  grantId={grantId}
                  name={person.name}
                  review={review}
                  opinions={data.opinions}
                />
              )}
            </div>
          </SectionCard>
        </div>
        <SectionCard
          title={t('detail.activity')}
          count={t('detail.activityCount', { n: data.activity.length })}
        >
          <ReviewActivityList activity={data.activity} isTruncated={data.isTruncated} />
        </SectionCard>
      </div>
    </div>
  );
}
