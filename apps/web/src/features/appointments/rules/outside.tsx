'use client';
import type { AgendaRule, PreviewView } from '@keneyapp/bff/features/appointments/rules-view';
import Alert from '@mui/material/Alert';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { useSignedInUser } from '../../../shell/signed-in-user.tsx';
import { BookingList } from './booking-lines.tsx';
import { absenceHref } from './places.ts';
import styles from './rules.module.css';

/** What a change leaves outside, before it is saved. */
export function Outside({
  preview: { outside },
  rule,
  isNew,
}: {
  preview: PreviewView;
  rule: AgendaRule;
  /** It has changed since it was looked at. */
  isNew: boolean;
}) {
  const t = useTranslations('rules.outside');
  const { rights } = useSignedInUser();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // newer browsers answer with a promise, which is no way to undo the effect
    void box.current?.scrollIntoView({ block: 'nearest' });
  }, [outside]);
  if (outside.length === 0)
    return (
      <div ref={box} role="status">
        <Alert severity="success">{t('none')}</Alert>
      </div>
    );
  return (
    <div ref={box} className={styles.outside}>
      <div role={isNew ? 'alert' : 'status'}>
        <Alert severity="warning">
          {isNew && <p>{t('new')}</p>}
          <p>{t('some', { n: outside.length })}</p>
        </Alert>
      </div>
      <BookingList label={t('some', { n: outside.length })} lines={outside} />
      <p>
        {t('stay')}{' '}
        {rule.type === 'absence' && rights['appointments.absent-day'] && (
          <Link prefetch={false} href={absenceHref(rule)}>
            {t('move')}
          </Link>
        )}
      </p>
    </div>
  );
}
