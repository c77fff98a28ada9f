'use client';
import { formTypeOf, formTypes, maxFormBytes } from '@keneyapp/bff/features/consents/schema';
import OutlinedInput from '@mui/material/OutlinedInput';
import { useTranslations } from 'next-intl';
import type { ChangeEvent } from 'react';
import { describedBy, FieldFrame } from '../../components/form/field-frame.tsx';
import { useField } from '../../components/form/use-field.ts';
import type { ChosenForm, ConsentForm } from './consent-form.ts';

/** What it is is told by its first bytes: a name says anything. */
async function readFile(file: File): Promise<ChosenForm> {
  const { name } = file;
  if (file.size > maxFormBytes) return { name, data: null, problem: 'formTooBig' };
  const bytes = new Uint8Array(await file.arrayBuffer());
  if (formTypeOf(bytes) === null) return { name, data: null, problem: 'formType' };
  let text = '';
  for (let i = 0; i < bytes.length; i += 8_192) text += String.fromCharCode(...bytes.subarray(i, i + 8_192));
  return { name, data: btoa(text), problem: null };
}

/** The form that the patient signed, as a scan or a photograph. */
export function SignedForm({ form, help }: { form: ConsentForm; help: string | null }) {
  const t = useTranslations('consents.dialog');
  const { id, label, problem, isLocked, change, leave } = useField({ form, name: 'signedForm' });
  const choose = async ({ target: { files } }: ChangeEvent<HTMLInputElement>) => {
    const file = files?.[0];
    change(file ? await readFile(file) : null);
    leave();
  };
  return (
    <FieldFrame
      id={id}
      label={label}
      hint={
        <span>
          {t('formHelp')} {help}
        </span>
      }
      problem={problem}
      isWide
    >
      <OutlinedInput
        id={id}
        type="file"
        size="small"
        disabled={isLocked}
        onChange={(event) => void choose(event as ChangeEvent<HTMLInputElement>)}
        slotProps={{
          input: {
            accept: formTypes.join(','),
            'aria-describedby': describedBy(id, problem),
            'aria-invalid': problem !== null,
          },
        }}
      />
    </FieldFrame>
  );
}
