'use client';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';
import { SectionCard } from '@keneyapp/ui/section-card';
import { ErrorState } from '@keneyapp/ui/states';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import leads from '../../components/leads-on.module.css';
import { useFormats } from '../../i18n/use-formats.ts';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';
import styles from './summary.module.css';

/** What is planned, the next first; leads to its day in the agenda. */
export function Appointments({ part }: { part: SummaryView['appointments'] }) {
  const t = useTranslations('summary');
  const c = useTranslations('common');
  const f = useFormats();
  const { rights } = useSignedInUser();
  if (!part.failed && part.items.length === 0) return null;
  const count = part.total !== null && part.total > part.items.length && part.total;
  return (
    <SectionCard
      title={t('appointments')}
      count={count ? t('of', { shown: part.items.length, total: count }) : part.items.length || null}
    >
      {part.failed ? (
        <ErrorState title={c('error.partial')} />
      ) : (
        <ul className={styles.list}>
          {part.items.map((one) => {
            const words = one.reason ? f.coded(one.reason) : t('appointment');
            return (
              <li key={one.id}>
                <span className={styles.main}>
                  <span className={styles.strong}>
                    {rights['appointments.list'] ? (
                      <Link
                        href={`/agenda?view=day&from=${one.day}&who=all&where=all`}
                        prefetch={false}
                        className={leads.lead}
                        data-leads
                      >
                        {words}
                      </Link>
                    ) : (
                      words
                    )}
                  </span>
                  {one.status === 'arrived' && <span className={styles.now}>{t('arrived')}</span>}
                  {(one.status === 'pending' || one.status === 'proposed' || one.status === 'waitlist') && (
                    <span className={styles.aside}>{t('notConfirmed')}</span>
                  )}
                  <span className={styles.aside}>{[...one.who, ...one.where].join(' · ')}</span>
                </span>
                <span className={styles.when}>{f.dateTime(one.start)}</span>
              </li>
            );
          })}
        </ul>
      )}
    </SectionCard>
  );
}
