'use client';
import { createAccountInput } from '@keneyapp/bff/features/administration/schema';
import type { NewAccountView } from '@keneyapp/bff/features/administration/view';
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { staffRoles } from './use-change-words.ts';
import styles from './administration.module.css';

export interface AccountValues {
  family: string;
  given: string;
  username: string;
  role: string;
  rpps: string;
  serviceId: string;
  by: 'password' | 'invitation';
  email: string;
}
export type AccountProblems = Partial<Record<keyof AccountValues, true>>;

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

/** As the server wants it; its own schema says what is wrong. */
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

export function problemsIn(key: string, values: AccountValues): AccountProblems {
  const issues = createAccountInput.safeParse(inputOf(key, values)).error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path }) => [path[0] === 'first' ? 'email' : path[0], true]));
}

interface Props {
  values: AccountValues;
  view: NewAccountView;
  problems: AccountProblems;
  onChange: (change: Partial<AccountValues>) => void;
}

/** Who they are, what they do here, and how they get in first. */
export function AccountFields({ values, view, problems, onChange }: Props) {
  const t = useTranslations('administration.create');
  const s = useTranslations('shell.roles');
  const text = (name: 'family' | 'given' | 'username' | 'rpps' | 'email', more: object = {}) => (
    <Field name={name} problem={problems[name]}>
      {(attributes) => (
        <input
          {...attributes}
          className={styles.select}
          type="text"
          autoComplete="off"
          spellCheck={false}
          value={values[name]}
          onChange={(e) => onChange({ [name]: e.target.value })}
          {...more}
        />
      )}
    </Field>
  );
  return (
    <div className={styles.fields}>
      {text('family', { required: true, maxLength: 80 })}
      {text('given', { required: true, maxLength: 80 })}
      {text('username', { required: true, maxLength: 64, autoCapitalize: 'none' })}
      <Field name="role" problem={problems.role}>
        {(attributes) => (
          <select
            {...attributes}
            className={styles.select}
            required
            value={values.role}
            onChange={(e) => onChange({ role: e.target.value })}
          >
            <option value="">{t('choose')}</option>
            {staffRoles.map((role) => (
              <option key={role} value={role}>
                {s(role)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {!isOutside(values) && (
        <>
          {text('rpps', { inputMode: 'numeric', maxLength: 16 })}
          <Field name="serviceId" problem={problems.serviceId}>
            {(attributes) => (
              <select
                {...attributes}
                className={styles.select}
                value={values.serviceId}
                onChange={(e) => onChange({ serviceId: e.target.value })}
              >
                <option value="">{t('noService')}</option>
                {view.services.map((service) => (
                  <option key={service.id} value={service.id}>
                    {service.name}
                  </option>
                ))}
              </select>
            )}
          </Field>
        </>
      )}
      <Field name="by" problem={undefined}>
        {(attributes) => (
          <select
            {...attributes}
            className={styles.select}
            value={values.by}
            onChange={(e) => onChange({ by: e.target.value === 'invitation' ? 'invitation' : 'password' })}
          >
            {view.firstAccess.map((way) => (
              <option key={way} value={way}>
                {t(`first.${way}`)}
              </option>
            ))}
          </select>
        )}
      </Field>
      {values.by === 'invitation' && text('email', { type: 'email', required: true, maxLength: 200 })}
    </div>
  );
}

interface Attributes {
  id: string;
  'aria-invalid': boolean;
  'aria-describedby': string;
}
function Field({
  name,
  problem,
  children,
}: {
  name: keyof AccountValues;
  problem: true | undefined;
  children: (attributes: Attributes) => ReactNode;
}) {
  const t = useTranslations('administration.create');
  const id = useId();
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{t(`label.${name}`)}</label>
      {children({ id, 'aria-invalid': problem === true, 'aria-describedby': `${id}-hint` })}
      <span className={`${styles.below} ${problem ? styles.problem : styles.hint}`} id={`${id}-hint`}>
        {t(`${problem ? 'problem' : 'hint'}.${name}`)}
      </span>
    </div>
  );
}
