'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { CodedField } from '../../components/form/coded-field.tsx';
import { FieldGroup } from '../../components/form/form-frame.tsx';
import { NumberField } from '../../components/form/number-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import { mostConditions, noCondition, type FamilyState } from './record-state.ts';

/** What a relative has or had, each with the age at which it began. */
export function ConditionFields({ form }: { form: ChartForm<FamilyState> }) {
  const t = useTranslations('family.record');
  const { conditions } = useFormValues(form);
  const set = (next: FamilyState['conditions']) => form.fill({ ...form.values(), conditions: next });
  return (
    <>
      {conditions.map((_, i) => (
        // its place is all that tells a disease from the others while it is typed
        <FieldGroup key={i} legend={conditions.length > 1 ? t('condition', { n: i + 1 }) : t('groupWhat')}>
          <CodedField
            form={form}
            name={`conditions.${i}.coded`}
            binding="Condition.code"
            takesText
            placeholder={t('whatExample')}
          />
          <NumberField form={form} name={`conditions.${i}.age`} unit={t('years')} hasDecimals={false} />
          {conditions.length > 1 && (
            <Button
              size="small"
              sx={{ justifySelf: 'start' }}
              onClick={() => {
                set(form.values().conditions.filter((_one, at) => at !== i));
                form.focus(`conditions.${Math.max(0, i - 1)}.coded`);
              }}
            >
              {t('removeCondition', { n: i + 1 })}
            </Button>
          )}
        </FieldGroup>
      ))}
      {conditions.length < mostConditions && (
        <Button
          size="small"
          sx={{ justifySelf: 'start' }}
          onClick={() => {
            set([...form.values().conditions, noCondition]);
            form.focus(`conditions.${conditions.length}.coded`);
          }}
        >
          {t('addCondition')}
        </Button>
      )}
    </>
  );
}
