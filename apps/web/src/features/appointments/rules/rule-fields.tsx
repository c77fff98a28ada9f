'use client';
import type { KindLine } from '@keneyapp/bff/features/appointments/rules-view';
import { useTranslations } from 'next-intl';
import { ChoiceField } from '../../../components/form/choice-field.tsx';
import { DateField, TimeField } from '../../../components/form/date-field.tsx';
import { NumberField } from '../../../components/form/number-field.tsx';
import { SelectField } from '../../../components/form/select-field.tsx';
import { useFormValues, type ChartForm } from '../../../components/form/use-chart-form.ts';
import { CheckField, ChecksField } from './checks-field.tsx';
import type { RuleValues } from './rule-values.ts';
import styles from './rules.module.css';

const weekdays = ['1', '2', '3', '4', '5', '6', '7'] as const;

/** The fields of a rule, by its type. */
export function RuleFields({ form, kinds }: { form: ChartForm<RuleValues>; kinds: readonly KindLine[] }) {
  const t = useTranslations('rules');
  const { type, isWhole, kindsOf } = useFormValues(form);
  const isAbsence = type === 'absence';
  return (
    <div className={styles.fields}>
      {type === 'opening' && (
        <ChecksField
          form={form}
          name="weekdays"
          options={weekdays.map((value) => ({ value, word: t(`day.${value}`) }))}
        />
      )}
      <DateField form={form} name="from" />
      {type === 'extra' ? <span /> : null}
      {type === 'opening' && <DateField form={form} name="until" hint={t('hint.until')} />}
      {isAbsence && <DateField form={form} name="until" />}
      {isAbsence && <CheckField form={form} name="isWhole" />}
      {(!isAbsence || !isWhole) && (
        <>
          <TimeField form={form} name="starts" />
          <TimeField form={form} name="ends" />
        </>
      )}
      {type === 'opening' && (
        <>
          <SelectField
            form={form}
            name="everyWeeks"
            hint={t('hint.weeks')}
            options={[1, 2, 3, 4, 5, 6, 7, 8].map((n) => ({
              value: String(n),
              word: t('everyWeeks', { n }),
            }))}
          />
          <CheckField form={form} name="onHolidays" />
        </>
      )}
      {!isAbsence && kinds.length > 0 && (
        <ChoiceField
          form={form}
          name="kindsOf"
          options={(['all', 'some'] as const).map((value) => ({ value, word: t(`kindsOf.${value}`) }))}
        />
      )}
      {!isAbsence && kindsOf === 'some' && (
        <>
          <ChecksField
            form={form}
            name="kinds"
            options={kinds.map(({ id, name }) => ({ value: id, word: name }))}
          />
          {type === 'opening' && (
            <NumberField
              form={form}
              name="keptDays"
              unit={t('days')}
              hasDecimals={false}
              hints={[t('hint.keptDays')]}
            />
          )}
        </>
      )}
    </div>
  );
}
