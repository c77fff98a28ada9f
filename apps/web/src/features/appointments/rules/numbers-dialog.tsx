'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormState } from 'react-hook-form';
import { z } from 'zod';
import { ErrorSummary } from '../../../components/form/error-summary.tsx';
import { FormDialog } from '../../../components/form/form-dialog.tsx';
import { NumberField } from '../../../components/form/number-field.tsx';
import { useChartForm } from '../../../components/form/use-chart-form.ts';
import styles from './rules.module.css';

interface NumberOf {
  name: string;
  label: string;
  unit: string;
  value: number;
  min: number;
  max: number;
  hint?: string;
}

interface Props {
  title: string;
  help: string;
  numbers: readonly NumberOf[];
  save: string;
  isSaving: boolean;
  failed: ReactNode;
  onClose: () => void;
  onSave: (values: Record<string, number>) => void;
}

/** A few whole numbers, each within its bounds. */
export function NumbersDialog({ title, help, numbers, save, isSaving, failed, onClose, onSave }: Props) {
  const t = useTranslations('rules.kind');
  const of = (name: string) => numbers.find((one) => one.name === name);
  const form = useChartForm<Record<string, string>>({
    initial: Object.fromEntries(numbers.map(({ name, value }) => [name, String(value)])),
    schema: z.record(z.string(), z.string()).superRefine((values, context) => {
      for (const { name, min, max } of numbers) {
        const text = values[name]?.trim() ?? '';
        const isWithin = /^\d{1,4}$/.test(text) && Number(text) >= min && Number(text) <= max;
        if (!isWithin) context.addIssue({ code: 'custom', path: [name], message: 'number' });
      }
    }),
    onlyOnSaving: 'all',
    ofServer: ({ path }) => ({ name: String(path.at(-1)), reason: 'number' }),
    words: {
      label: (name) => of(name)?.label ?? '',
      problem: (name) => t('problem', { min: of(name)?.min ?? 0, max: of(name)?.max ?? 0 }),
    },
  });
  const { isDirty } = useFormState({ control: form.control });
  return (
    <FormDialog
      title={title}
      onSubmit={() =>
        form.submit((values) =>
          onSave(Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]))),
        )
      }
      onClose={onClose}
      isUnsaved={isDirty}
      save={save}
      isSaving={isSaving}
      above={
        <>
          <p className="muted">{help}</p>
          <ErrorSummary form={form} />
          {failed}
        </>
      }
    >
      <div className={styles.fields}>
        {numbers.map(({ name, unit, hint }) => (
          <NumberField
            key={name}
            form={form}
            name={name}
            unit={unit}
            hasDecimals={false}
            hints={[hint ?? null]}
          />
        ))}
      </div>
    </FormDialog>
  );
}
