'use client';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Link from '@mui/material/Link';
import { useTranslations } from 'next-intl';
import { get, useFormState, type FieldError, type FieldValues } from 'react-hook-form';
import { useFormats } from '../../i18n/use-formats.ts';
import type { ChartForm } from './use-chart-form.ts';

/**
 * What kept the form from being saved, each a link to its field. Announced as it appears; the focus is in the first field by
 * then. A line goes when its field is changed.
 */
export function ErrorSummary<T extends FieldValues>({ form }: { form: ChartForm<T> }) {
  const t = useTranslations('common.form');
  const f = useFormats();
  const { errors } = useFormState({ control: form.control });
  const wrong = form.attempted.flatMap((name) => {
    const reason = (get(errors, name) as FieldError | undefined)?.message;
    return reason === undefined ? [] : [{ name, reason }];
  });
  if (wrong.length === 0) return null;
  return (
    <Alert severity="error" icon={false} role="alert">
      <AlertTitle component="h3">{t('problems', { n: wrong.length })}</AlertTitle>
      <ul>
        {wrong.map(({ name, reason }) => (
          <li key={name}>
            <Link
              href={`#${form.idOf(name)}`}
              color="inherit"
              onClick={(e) => {
                e.preventDefault();
                form.focus(name);
              }}
            >
              {form.words.labelInSummary?.(name, form.values()) ?? form.words.label(name, form.values())}
            </Link>
            {f.colon}
            {form.words.problem(name, reason, form.values())}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
