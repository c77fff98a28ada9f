'use client';
import { SectionCard } from '@keneyapp/ui/section-card';
import { LoadingRows } from '@keneyapp/ui/states';
import { useQuery } from '@tanstack/react-query';
import { useLocale, useTranslations } from 'next-intl';
import { CallFailed } from '../../../components/call-failed.tsx';
import { useTRPC } from '../../../trpc/client.tsx';
import { holidaySpan } from './holiday-span.ts';
import { dayWords } from '../day-words.ts';
import styles from './rules.module.css';

/** On these days only what says so is open. */
export function HolidaysCard({ today }: { today: string }) {
  const t = useTranslations('rules.holidays');
  const c = useTranslations('common.state');
  const locale = useLocale();
  const { data, error, refetch } = useQuery(useTRPC().appointments.holidays.queryOptions(holidaySpan(today)));
  return (
    <SectionCard title={t('title')}>
      {!data &&
        (error ? (
          <CallFailed error={error} retry={() => void refetch()} />
        ) : (
          <LoadingRows rows={3} label={c('loading')} />
        ))}
      {data && (
        <>
          <div className={styles.padded}>
            <p className="muted">{t('closed')}</p>
          </div>
          <ul className={styles.holidays}>
            {data.map(({ day, name }) => (
              <li key={day + name}>
                {dayWords(locale, day, { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })}{' '}
                <span className="muted">{t(name)}</span>
              </li>
            ))}
          </ul>
        </>
      )}
    </SectionCard>
  );
}
