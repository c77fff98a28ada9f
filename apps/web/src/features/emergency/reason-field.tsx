'use client';
import { longestReason, substance } from '@keneyapp/bff/features/emergency/schema';
import { useTranslations } from 'next-intl';
import type { FieldPath } from 'react-hook-form';
import { TextField } from '../../components/form/text-field.tsx';
import { useFormValues, type ChartForm } from '../../components/form/use-chart-form.ts';
import type { OwnValues } from '../../components/form/use-own-form.ts';
import styles from './emergency.module.css';

interface Props<T extends OwnValues> {
  form: ChartForm<T>;
  name: FieldPath<T>;
  /** Characters of substance it needs. */
  least: number;
  /** A vital emergency opens without; the text is asked for within the hour. */
  mayFollow?: boolean;
}

/** Why a chart has to be opened, with how much of a reason it is so far. */
export function ReasonField<T extends OwnValues>({ form, name, least, mayFollow = false }: Props<T>) {
  const t = useTranslations('emergency.dialog');
  const length = substance(useFormValues(form)[name] ?? '');
  const isShort = length < least;
  return (
    <div>
      <TextField
        form={form}
        name={name}
        rows={4}
        longest={longestReason}
        isRequired={!mayFollow}
        isAnnounced
        hint={
          <>
            <span>{t(mayFollow ? 'reasonFollows' : 'reasonHelp')}</span>
            <span className={isShort ? undefined : styles.enough}>
              {isShort ? t('counter', { n: length, least }) : `✓ ${t('enough')}`}
            </span>
          </>
        }
      />
      <p className="visually-hidden" role="status">
        {isShort ? '' : t('enough')}
      </p>
    </div>
  );
}
