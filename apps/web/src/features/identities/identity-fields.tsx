'use client';
import { identityDocuments, spellRniv, type IdentityDocument } from '@keneyapp/clinical';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { useField, type FieldProps } from '../../components/form/use-field.ts';
import { useFormats } from '../../i18n/use-formats.ts';
import { asksHolder, typedBirthDate, type IdentityValues } from './identity-state.ts';
import styles from './identities.module.css';
import { PlaceFields } from './place-fields.tsx';

interface Props {
  form: ChartForm<IdentityValues>;
}

/** The strict traits, in the order of the RNIV. */
export function StrictFields({ form }: Props) {
  const t = useTranslations('identities');
  const values = useFormValues(form);
  return (
    <FieldGroup legend={t('group.strict')}>
      <NameField form={form} name="birthName" text={values.birthName} />
      <NameField form={form} name="firstGivenName" text={values.firstGivenName} isWide={false} />
      <NameField
        form={form}
        name="otherGivenNames"
        text={values.otherGivenNames}
        isWide={false}
        longest={300}
        hint={t('hint.otherGivenNames')}
      />
      <ChoiceField
        form={form}
        name="sex"
        options={(['female', 'male', 'unknown'] as const).map((value) => ({
          value,
          word: t(`sex.${value}`),
        }))}
      />
      <TextField
        form={form}
        name="birthDate"
        longest={40}
        hint={<BirthDateHint values={values} />}
        attributes={{ autoComplete: 'off' }}
      />
      {!values.isPlaceUnknown && <PlaceFields form={form} />}
      <CheckField form={form} name="isPlaceUnknown" />
    </FieldGroup>
  );
}

/** Names in use, and how to reach the person. */
export function OtherFields({ form }: Props) {
  const t = useTranslations('identities');
  const values = useFormValues(form);
  return (
    <>
      <FieldGroup legend={t('group.used')}>
        <NameField
          form={form}
          name="usedName"
          text={values.usedName}
          isWide={false}
          hint={t('hint.usedName')}
        />
        <NameField
          form={form}
          name="usedGivenName"
          text={values.usedGivenName}
          isWide={false}
          hint={t('hint.usedGivenName')}
        />
      </FieldGroup>
      <FieldGroup legend={t('group.reach')}>
        <TextField
          form={form}
          name="mobile"
          longest={30}
          isWide={false}
          attributes={{ type: 'tel', inputMode: 'tel', autoComplete: 'off' }}
        />
        <TextField
          form={form}
          name="email"
          longest={200}
          isWide={false}
          attributes={{ inputMode: 'email', autoComplete: 'off', autoCapitalize: 'none', spellCheck: false }}
        />
        <CheckField form={form} name="wantsNoMail" />
        <TextField form={form} name="street" longest={400} rows={2} attributes={{ autoComplete: 'off' }} />
        <TextField
          form={form}
          name="postalCode"
          longest={20}
          isWide={false}
          attributes={{ autoComplete: 'off' }}
        />
        <TextField
          form={form}
          name="city"
          longest={100}
          isWide={false}
          attributes={{ autoComplete: 'off' }}
        />
      </FieldGroup>
    </>
  );
}

/** The paper that somebody saw, and what is particular about the identity. */
export function ProofFields({ form }: Props) {
  const t = useTranslations('identities');
  const { document, isDoubtful, isFictive } = useFormValues(form);
  const papers = Object.keys(identityDocuments) as IdentityDocument[];
  return (
    <FieldGroup legend={t('group.proof')}>
      <SelectField
        form={form}
        name="document"
        options={[
          { value: '', word: t('document.none') },
          ...papers.map((value) => ({ value, word: t(`document.${value}`) })),
        ]}
        hint={
          document !== '' && identityDocuments[document].proves.length === 0
            ? t(`refusal.${document === 'vitale-card' ? 'vitale-card-alone' : 'document-proves-nothing'}`)
            : null
        }
      />
      {asksHolder(document) && (
        <SelectField
          form={form}
          name="holder"
          options={(['anybody', 'minor', 'minor-with-parent', 'care-home-resident'] as const).map(
            (value) => ({ value, word: t(`holder.${value}`) }),
          )}
        />
      )}
      <div className={styles.checks}>
        <CheckField form={form} name="isHomonym" />
        <CheckField form={form} name="isDoubtful" />
        <CheckField form={form} name="isFictive" />
        {(isDoubtful || isFictive) && <p className="muted">{t('hint.doubtful')}</p>}
      </div>
    </FieldGroup>
  );
}

/** A name, with how it will be written where that is otherwise. */
function NameField({
  text,
  hint,
  longest = 200,
  isWide = true,
  ...field
}: FieldProps<IdentityValues> & { text: string; hint?: ReactNode; longest?: number; isWide?: boolean }) {
  const t = useTranslations('identities.hint');
  const spelt = spellRniv(text);
  // that it is written in capitals is said once, above
  const isOther = spelt !== '' && spelt !== text.trim().toUpperCase();
  return (
    <TextField
      {...field}
      longest={longest}
      isWide={isWide}
      hint={isOther ? <span lang="">{t('spelt', { name: spelt })}</span> : hint}
      attributes={{ autoComplete: 'off', spellCheck: false }}
    />
  );
}

function BirthDateHint({ values }: { values: IdentityValues }) {
  const t = useTranslations('identities.hint');
  const f = useFormats();
  const read = typedBirthDate(values);
  if (!read.ok) return t('birthDate');
  const { known, written, isEstimated } = read.date;
  const words = { date: f.date(known) ?? known, written: f.date(written) ?? written };
  return t(isEstimated ? 'dateAbout' : known === written ? 'date' : 'datePartial', words);
}

/** Something that is or is not. */
function CheckField({ form, name }: FieldProps<IdentityValues>) {
  const { id, label, value, isLocked, change } = useField({ form, name });
  return (
    <FormControlLabel
      className={styles.check}
      label={label}
      control={
        <Checkbox
          id={id}
          checked={value === true}
          onChange={(e) => change(e.target.checked)}
          disabled={isLocked}
        />
      }
    />
  );
}
