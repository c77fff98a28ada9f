'use client';
import type { TimelineItem } from '@keneyapp/bff/features/timeline/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { memo } from 'react';
import { ClinicalFlag } from '../../components/clinical-flag.tsx';
import { RecordedValue } from '../../components/recorded-value.tsx';
import { useFormats } from '../../i18n/use-formats.ts';
import { targetOf } from './target.ts';
import { useTitle } from './use-title.ts';
import styles from './timeline.module.css';

/** One line: when, what kind, what, and what is worth seeing of it. */
export const ItemLine = memo(function ItemLine({
  item,
  patientId,
}: {
  item: TimelineItem;
  patientId: string;
}) {
  const t = useTranslations('timeline');
  const c = useTranslations('common');
  const f = useFormats();
  const title = useTitle();
  const outside = item.abnormal + item.critical;
  return (
    <Link href={targetOf(patientId, item)} prefetch={false} className={styles.line} data-kind={item.kind}>
      <span className={styles.when}>
        {item.date ? (
          <time dateTime={item.date}>
            {f.date(item.date)}
            {f.time(item.date) && <span className={styles.time}> {f.time(item.date)}</span>}
          </time>
        ) : (
          c('time.unknown')
        )}
      </span>
      <span className={styles.kind}>{t(`one.${item.kind}`)}</span>
      <span className={styles.what}>
        <span className={item.isDenied ? styles.denied : styles.title}>{title(item)}</span>
        {item.isCurrent && <span className={`${styles.tag} ${styles.current}`}>{t('current')}</span>}
        {item.status !== null && (
          <span className={styles.tag}>
            {t.has(`status.${item.status}` as 'status.planned')
              ? t(`status.${item.status}` as 'status.planned')
              : item.status}
          </span>
        )}
        {item.end !== null && f.date(item.end) !== f.date(item.date) && (
          <span className={styles.note}>{t('until', { date: f.date(item.end) ?? '' })}</span>
        )}
        {item.details.length > 0 && <span className={styles.note}>{item.details.join(' · ')}</span>}
        {item.measures.length > 0 && (
          <span className={styles.measures}>
            {item.measures.map((m, i) => (
              <span key={i}>
                <span className={styles.measureName}>{f.partName(m.name)}</span>{' '}
                <RecordedValue value={m.value} level={m.level} />{' '}
                <ClinicalFlag level={m.level} direction={m.direction} />
              </span>
            ))}
            {item.count !== null && item.count > item.measures.length && (
              <span className={styles.note}>{t('moreValues', { n: item.count - item.measures.length })}</span>
            )}
          </span>
        )}
      </span>
      {outside > 0 && (
        <span className={styles.outside} data-level={item.critical > 0 ? 'critical' : 'abnormal'}>
          {t('outside', { n: outside })}
        </span>
      )}
    </Link>
  );
});
