'use client';
import type { CorrectInput } from '@keneyapp/bff/features/identities/schema';
import { readBirthDate } from '@keneyapp/clinical';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../components/form/choice-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { today, type IdentityValues } from './identity-state.ts';

/** Whether the person died, and when as far as it is known. */
export function DeceasedFields({ form }: { form: ChartForm<IdentityValues> }) {
  const t = useTranslations('identities.deceased');
  const { vital } = useFormValues(form);
  return (
    <FieldGroup legend={t('group')}>
      <ChoiceField
        form={form}
        name="vital"
        options={(['alive', 'deceased'] as const).map((value) => ({ value, word: t(value) }))}
      />
      {vital === 'deceased' && (
        <TextField
          form={form}
          name="deathDate"
          longest={20}
          hint={t('hint')}
          attributes={{ autoComplete: 'off' }}
        />
      )}
    </FieldGroup>
  );
}

/** Null: not known, and that is no mistake. */
const readDeath = (text: string) => (text.trim() === '' ? null : readBirthDate(text, today()));

export function toDeceased({ vital, deathDate }: IdentityValues): CorrectInput['deceased'] {
  if (vital === 'alive') return null;
  const read = readDeath(deathDate);
  return { date: read?.ok ? read.date.known : null };
}
