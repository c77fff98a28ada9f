'use client';
import { isIsoDay } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import { DayInput, isDayOrNone } from '../../components/form/day-input.tsx';
import { today } from '../../components/form/paris-time.ts';
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
type SignedProblem = 'noDay' | 'signedFuture' | 'formUnsigned' | 'formTooBig' | 'formType';

/** Staff write down what was signed, mostly today; a patient signs nothing on line. */
export const freshTerms = (isOwn: boolean): Terms => ({
  from: '',
  until: '',
  signedOn: isOwn ? '' : today(),
  form: null,
});

export const problemsOfSigned = ({ signedOn, form }: Pick<Terms, 'signedOn' | 'form'>): SignedProblem[] => [
  ...(isDayOrNone(signedOn) ? [] : (['noDay'] as const)),
  ...(isIsoDay(signedOn) && signedOn > today() ? (['signedFuture'] as const) : []),
  ...(form && signedOn === '' ? (['formUnsigned'] as const) : []),
  ...(form?.problem ? [form.problem] : []),
];

export function problemsOfTerms(terms: Terms): Problem[] {
  const { from, until } = terms;
  const day = today();
  return [
    ...(isDayOrNone(from) && isDayOrNone(until) ? [] : (['noDay'] as const)),
    ...(isIsoDay(from) && from < day ? (['fromPast'] as const) : []),
    ...(isIsoDay(until) && until < (isIsoDay(from) ? from : day) ? (['untilPast'] as const) : []),
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
    <DayInput
      id={`${id}-${name}`}
      label={t(name)}
      value={terms[name]}
      earliest={name === 'signedOn' ? undefined : today()}
      latest={name === 'signedOn' ? today() : undefined}
      onChange={(day) => onChange({ ...terms, [name]: day })}
      hint={help}
    />
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
