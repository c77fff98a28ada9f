'use client';
import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import styles from './consents.module.css';
import { FormField, type ChosenForm } from './form-field.tsx';

export interface Terms {
  from: string;
  until: string;
  signedOn: string;
  /** Staff only: what opens something holds without the patient's own confirmation when the form is there. */
  form: ChosenForm | null;
}
type Problem = 'fromPast' | 'untilPast' | SignedProblem;
type SignedProblem = 'signedFuture' | 'formUnsigned' | 'formTooBig' | 'formType';

/** The day it is in the hospital. */
const today = (): string => formatIsoDate(civilDateAt(new Date()));
/** Staff write down what was signed, mostly today; a patient signs nothing on line. */
export const freshTerms = (isOwn: boolean): Terms => ({
  from: '',
  until: '',
  signedOn: isOwn ? '' : today(),
  form: null,
});

export const problemsOfSigned = ({ signedOn, form }: Pick<Terms, 'signedOn' | 'form'>): SignedProblem[] => [
  ...(signedOn !== '' && signedOn > today() ? (['signedFuture'] as const) : []),
  ...(form && signedOn === '' ? (['formUnsigned'] as const) : []),
  ...(form?.problem ? [form.problem] : []),
];

export function problemsOfTerms(terms: Terms): Problem[] {
  const { from, until } = terms;
  const day = today();
  return [
    ...(from !== '' && from < day ? (['fromPast'] as const) : []),
    ...(until !== '' && until < (from || day) ? (['untilPast'] as const) : []),
    ...problemsOfSigned(terms),
  ];
}

/** As the server wants them. */
export const termsInput = ({ from, until, signedOn, form }: Terms) => ({
  from: from || null,
  until: until || null,
  signedOn: signedOn || null,
  form: formInput(form),
});
export const formInput = (form: ChosenForm | null) => (form?.data == null ? null : { data: form.data });

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
  const field = (name: 'from' | 'until' | 'signedOn', help: string | null) => (
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
      {!isOwn && (
        <FormField form={terms.form} help={t('formWhy')} onChange={(form) => onChange({ ...terms, form })} />
      )}
    </fieldset>
  );
}
