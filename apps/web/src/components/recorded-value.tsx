'use client';
import { valueClass, type ClinicalLevel } from '@keneyapp/ui/flag-chip';
import { Quantity } from '@keneyapp/ui/quantity';
import { useFormats } from '../i18n/use-formats.ts';
import type { RecordedValue as Value } from '../i18n/values.ts';
import styles from './recorded-value.module.css';

interface Props {
  value: Value;
  level?: ClinicalLevel;
  /** False where the unit has a column of its own. */
  hasUnit?: boolean;
  /** In a column of numbers. */
  isAligned?: boolean;
}

/** A value of any form: a number with its unit, else words with their line breaks. */
export function RecordedValue({ value, level = 'unknown', hasUnit = true, isAligned = false }: Props) {
  const { text, unit, exact } = useFormats().valueParts(value);
  if (value.kind === 'quantity' || value.kind === 'pressure' || value.kind === 'integer')
    return (
      <Quantity text={text} unit={hasUnit ? unit : ''} level={level} exact={exact} isAligned={isAligned} />
    );
  return (
    <span
      className={`${styles.words} ${valueClass(level)}`}
      data-kind={value.kind}
      title={exact ?? undefined}
    >
      {unit && hasUnit ? `${text}\u00a0${unit}` : text}
    </span>
  );
}
