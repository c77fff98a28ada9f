'use client';
import { createAccountInput } from '@keneyapp/bff/features/administration/schema';
import type { NewAccountView } from '@keneyapp/bff/features/administration/view';
import { useTranslations } from 'next-intl';
import type { ComponentProps } from 'react';
import { z } from 'zod';
import { SelectField } from '../../components/form/select-field.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { staffRoles } from './use-change-words.ts';
import styles from './administration.module.css';

const names = ['family', 'given', 'username', 'role', 'rpps', 'serviceId', 'by', 'email'] as const;
type Name = (typeof names)[number];
export type AccountValues = Record<Name, string>;

export const blankAccount: AccountValues = {
  family: '',
  given: '',
  username: '',
  role: '',
  rpps: '',
  serviceId: '',
  by: 'password',
  email: '',
};
/** Those who keep accounts and trails are nobody in the record. */
const outsideRecord = ['data-manager', 'dpo', 'admin'];
const isOutside = ({ role }: AccountValues) => outsideRecord.includes(role);

/** As the server wants it. */
export const inputOf = (key: string, values: AccountValues) => ({
  key,
  family: values.family,
  given: values.given,
  username: values.username.trim().toLowerCase(),
  role: values.role,
  rpps: isOutside(values) ? null : values.rpps.replace(/\s/g, '') || null,
  serviceId: isOutside(values) ? null : values.serviceId || null,
  first: values.by === 'invitation' ? { by: values.by, email: values.email.trim() } : { by: values.by },
});

const fields = Object.fromEntries(names.map((name) => [name, z.string()])) as Record<Name, z.ZodString>;
/** What the server's own schema says is wrong, at the field it is about. */
export const accountSchema = (key: string) =>
  z.object(fields).superRefine((values, context) => {
    for (const { path } of createAccountInput.safeParse(inputOf(key, values)).error?.issues ?? [])
      context.addIssue({
        code: 'custom',
        path: [path[0] === 'first' ? 'email' : (path[0] ?? 'family')],
        message: 'wrong',
      });
  });

/** Who they are, what they do here, and how they get in first. */
export function AccountFields({ form, view }: { form: ChartForm<AccountValues>; view: NewAccountView }) {
  const t = useTranslations('administration.create');
  const s = useTranslations('shell.roles');
  const values = useFormValues(form);
  const text = (
    name: Name,
    longest: number,
    {
      isRequired = true,
      ...attributes
    }: ComponentProps<typeof TextField>['attributes'] & { isRequired?: boolean } = {},
  ) => (
    <TextField
      form={form}
      name={name}
      longest={longest}
      hint={t(`hint.${name}`)}
      isRequired={isRequired}
      isWide={false}
      attributes={{ autoComplete: 'off', spellCheck: false, ...attributes }}
    />
  );
  return (
    <div className={styles.fields}>
      {text('family', 80)}
      {text('given', 80)}
      {text('username', 64, { autoCapitalize: 'none' })}
      <SelectField
        form={form}
        name="role"
        hint={t('hint.role')}
        isRequired
        options={[
          { value: '', word: t('choose') },
          ...staffRoles.map((role) => ({ value: role, word: s(role) })),
        ]}
      />
      {!isOutside(values) && (
        <>
          {text('rpps', 16, { inputMode: 'numeric', isRequired: false })}
          <SelectField
            form={form}
            name="serviceId"
            hint={t('hint.serviceId')}
            options={[
              { value: '', word: t('noService') },
              ...view.services.map(({ id, name }) => ({ value: id, word: name })),
            ]}
          />
        </>
      )}
      <SelectField
        form={form}
        name="by"
        hint={t('hint.by')}
        options={view.firstAccess.map((way) => ({ value: way, word: t(`first.${way}`) }))}
      />
      {values.by === 'invitation' && text('email', 200, { type: 'email' })}
    </div>
  );
}
