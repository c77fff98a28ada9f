'use client';
import { formTypeOf, formTypes, mostFormBytes } from '@keneyapp/bff/features/consents/schema';
import { useTranslations } from 'next-intl';
import { useId } from 'react';
import styles from './consents.module.css';

/** A signed form as it was chosen: its content in base64, or why it cannot be taken. */
export type ChosenForm =
  | { name: string; data: string; problem: null }
  | { name: string; data: null; problem: 'formTooBig' | 'formType' };

/** What it is is told by its first bytes: a name says anything. */
async function readFile(file: File): Promise<ChosenForm> {
  const { name } = file;
  if (file.size > mostFormBytes) return { name, data: null, problem: 'formTooBig' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (formTypeOf(bytes) === null) return { name, data: null, problem: 'formType' };
  let text = '';
  for (let i = 0; i < bytes.length; i += 8_192) text += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return { name, data: btoa(text), problem: null };
}

/** The form that the patient signed, as a scan or a photograph. */
export function FormField({
  form,
  help,
  onChange,
}: {
  form: ChosenForm | null;
  help: string | null;
  onChange: (form: ChosenForm | null) => void;
}) {
  const t = useTranslations('consents.dialog');
  const id = useId();
  return (
    <div className={`${styles.field} ${styles.wide}`}>
      <label htmlFor={id}>{t('form')}</label>
      <input
        type="file"
        id={id}
        accept={formTypes.join(',')}
        aria-describedby={`${id}-help`}
        aria-invalid={form?.problem != null}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file) void readFile(file).then(onChange);
          else onChange(null);
        }}
      />
      <p className={styles.help} id={`${id}-help`}>
        {form?.problem ? t(`errors.${form.problem}`) : t('formHelp')} {help}
      </p>
    </div>
  );
}
