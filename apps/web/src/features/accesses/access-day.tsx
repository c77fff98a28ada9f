'use client';
import type { AccessDay, AccessOfDay } from '@keneyapp/bff/features/accesses/view';
import { useTranslations } from 'next-intl';
import Link from 'next/link';
import { useId } from 'react';
import { useFeatureWord } from '../../i18n/use-feature-word.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { ConsentChanges } from '../../components/consent-change.tsx';
import { StateChip } from '../../components/state-chip.tsx';
import styles from './accesses.module.css';

interface Props extends AccessDay {
  recordsHref?: (personId: string, day: string) => string;
}

/** Everybody who was in the chart on one day. */
export function AccessDayList({ day, people, recordsHref }: Props) {
  const t = useTranslations('accesses');
  const f = useFormats();
  const id = useId();
  const words = new Intl.DateTimeFormat(f.locale, {
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    timeZone: 'UTC',
  }).format(new Date(`${day}T00:00:00Z`));
  return (
    <section className={styles.day} aria-labelledby={id}>
      <h2 id={id}>
        <time dateTime={day}>{words}</time>{' '}
        <span className={styles.count}>{t('people', { n: people.length })}</span>
      </h2>
      <ul>
        {people.map((person) => (
          <Person key={person.personId} person={person} href={recordsHref?.(person.personId, day)} />
        ))}
      </ul>
    </section>
  );
}

function Person({ person, href }: { person: AccessOfDay; href: string | undefined }) {
  const t = useTranslations('accesses');
  const featureWord = useFeatureWord();
  const roles = useTranslations('shell.roles');
  const f = useFormats();
  const {
    name,
    role,
    isSelf,
    firstAt,
    lastAt,
    count,
    features,
    hasWritten,
    hasExported,
    isEmergency,
    isRefused,
    basis,
    consentChanges,
  } = person;
  const isOfficer = href !== undefined;
  const [from, to] = [f.time(firstAt) ?? '', f.time(lastAt) ?? ''];
  // streams that keep a page up to date are nothing that anybody looked at
  const parts = features.filter((feature) => feature !== 'live').map(featureWord);
  const reasons = basis.map((b) => {
    const key = `${isOfficer ? 'basisOfficer' : 'basis'}.${b}` as 'basis.role';
    return t.has(key) ? t(key) : b;
  });
  return (
    <li className={styles.person} data-emergency={isEmergency}>
      <p className={styles.who}>
        <b>{isSelf ? t('you') : (name ?? t('somebodyElse'))}</b>
        {!isSelf && role && name !== null && (
          <span className={styles.role}>{roles.has(role as 'doctor') ? roles(role as 'doctor') : role}</span>
        )}
        {isEmergency && (
          <StateChip tone="bad" sign="!!" title={t('emergencyHelp')}>
            {t('emergency')}
          </StateChip>
        )}
        {isRefused && (
          <StateChip tone="attention" title={t('refusedHelp')}>
            {t('refused')}
          </StateChip>
        )}
      </p>
      <p className={styles.when}>{from === to ? t('at', { time: from }) : t('between', { from, to })}</p>
      <p className={styles.what}>
        {parts.length > 0 && t('read', { parts: parts.join(', ') })}
        {hasWritten && (
          <>
            {' '}
            · <b>{t('wrote')}</b>
          </>
        )}
        {hasExported && (
          <>
            {' '}
            · <b>{t('exported')}</b>
          </>
        )}
      </p>
      {consentChanges.length > 0 && (
        <div className={styles.what}>
          <b>{t('consentChanges')}</b>
          <ConsentChanges changes={consentChanges} />
        </div>
      )}
      {isEmergency && !isOfficer && <p className={styles.help}>{t('emergencyHelp')}</p>}
      {!isSelf && reasons.length > 0 && (
        <p className={styles.help}>{t('because', { basis: reasons.join(', ') })}</p>
      )}
      {href && (
        <p className={`${styles.help} no-print`}>
          <Link href={href} prefetch={false} aria-label={`${t('details')}: ${name ?? ''}`}>
            {t('details')}
          </Link>{' '}
          ({t('times', { n: count })})
        </p>
      )}
    </li>
  );
}
