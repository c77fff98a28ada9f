'use client';
import { longestReason, substance } from '@keneyapp/bff/features/emergency/schema';
import { useTranslations } from 'next-intl';
import type { Ref } from 'react';
import styles from './emergency.module.css';

interface Props {
  id: string;
  field: Ref<HTMLTextAreaElement>;
  value: string;
  onChange: (text: string) => void;
  /** Characters of substance it needs. */
  least: number;
  /** A vital emergency opens without; the text is asked for within the hour. */
  mayFollow: boolean;
  isChecked: boolean;
}

/** Why a chart has to be opened, with how much of a reason it is so far. */
export function ReasonField({ id, field, value, onChange, least, mayFollow, isChecked }: Props) {
  const t = useTranslations('emergency.dialog');
  const length = substance(value);
  const isShort = length < least;
  const isMissing = isShort && !mayFollow;
  return (
    <div className={styles.field}>
      <label htmlFor={`${id}-reason`}>{t('reason')}</label>
      <textarea
        id={`${id}-reason`}
        ref={field}
        rows={4}
        maxLength={longestReason}
        value={value}
        onChange={(e) => onChange(e.target.value)}
        required={!mayFollow}
        aria-invalid={isChecked && isMissing}
        aria-describedby={`${id}-help ${id}-count${isChecked && isMissing ? ` ${id}-problem` : ''}`}
      />
      <p className={styles.under}>
        <span id={`${id}-help`}>{t(mayFollow ? 'reasonFollows' : 'reasonHelp')}</span>
        <span id={`${id}-count`} className={isShort ? undefined : styles.enough}>
          {isShort ? t('counter', { n: length, least }) : `✓ ${t('enough')}`}
        </span>
      </p>
      <p className="visually-hidden" role="status">
        {isShort ? '' : t('enough')}
      </p>
      {isChecked && isMissing && (
        <p className={styles.problem} id={`${id}-problem`} role="alert">
          {t('errors.reason', { least })}
        </p>
      )}
    </div>
  );
}
