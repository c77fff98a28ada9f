'use client';
import { useTranslations } from 'next-intl';
import { DateField } from '../../components/form/date-field.tsx';
import { today } from '../../components/form/paris-time.ts';
import { daysOf, type ConsentForm, type Terms } from './consent-form.ts';
import styles from './consents.module.css';
import { SignedForm } from './signed-form.tsx';

/** As the server wants them. */
export const termsInput = (values: Terms) => {
  const { from, until, signedOn } = daysOf(values);
  return {
    from: from || null,
    until: until || null,
    signedOn: signedOn || null,
    form: signedFormInput(values),
  };
};
export const signedFormInput = ({ signedForm }: Terms) =>
  signedForm?.data == null ? null : { data: signedForm.data };

/** From when until when, and when it was signed. */
export function TermsFields({ form, isOwn }: { form: ConsentForm; isOwn: boolean }) {
  const t = useTranslations('consents.dialog');
  const day = today();
  return (
    <fieldset className={styles.terms}>
      <legend>{t('when')}</legend>
      <DateField form={form} name="from" earliest={day} hint={t('fromHelp')} />
      <DateField form={form} name="until" earliest={day} hint={t('untilHelp')} />
      {!isOwn && <SignedFields form={form} help={t('formWhy')} />}
    </fieldset>
  );
}

/** When the form was signed, and the form. */
export function SignedFields({ form, help }: { form: ConsentForm; help: string | null }) {
  const t = useTranslations('consents.dialog');
  return (
    <>
      <DateField form={form} name="signedOn" latest={today()} hint={t('signedOnHelp')} />
      <SignedForm form={form} help={help} />
    </>
  );
}
