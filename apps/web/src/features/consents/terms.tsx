'use client';
import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import styles from './consents.module.css';

export interface Terms {
  from: string;
  until: string;
  signedOn: string;
}
type Problem = 'fromPast' | 'untilPast' | 'signedFuture';

/** The day it is in the hospital. */
const today = (): string => formatIsoDate(civilDateAt(new Date()));
/** Staff write down what was signed, mostly today; a patient signs nothing on line. */
export const freshTerms = (isOwn: boolean): Terms => ({
  from: '',
  until: '',
  signedOn: isOwn ? '' : today(),
});

export function problemsOfTerms({ from, until, signedOn }: Terms): Problem[] {
  const day = today();
  return [
    ...(from !== '' && from < day ? (['fromPast'] as const) : []),
    ...(until !== '' && until < (from || day) ? (['untilPast'] as const) : []),
    ...(signedOn !== '' && signedOn > day ? (['signedFuture'] as const) : []),
  ];
}

/** As the server wants them. */
export const termsInput = ({ from, until, signedOn }: Terms) => ({
  from: from || null,
  until: until || null,
  signedOn: signedOn || null,
});

/** From when until when, and when it was signed. */
export function TermsFields({
  terms,
  onChange,
  isOwn,
}: {
  terms: Terms;
  onChange: (terms: Terms) => void;
  isOwn: boolean;
}) {
  const t = useTranslations('consents.dialog');
  const id = useId();
  const field = (name: keyof Terms, help: string | null) => (
    <div className={styles.field}>
      <label htmlFor={`${id}-${name}`}>{t(name)}</label>
      <input
        type="date"
        id={`${id}-${name}`}
        value={terms[name]}
        min={name === 'signedOn' ? undefined : today()}
        max={name === 'signedOn' ? today() : undefined}
        onChange={(e) => onChange({ ...terms, [name]: e.target.value })}
        aria-describedby={help ? `${id}-${name}-help` : undefined}
      />
      {help && (
        <p className={styles.help} id={`${id}-${name}-help`}>
          {help}
        </p>
      )}
    </div>
  );
  return (
    <fieldset className={styles.terms}>
      <legend>{t('when')}</legend>
      {field('from', t('fromHelp'))}
      {field('until', t('untilHelp'))}
      {!isOwn && field('signedOn', null)}
    </fieldset>
  );
}
