'use client';
import { useTranslations } from 'next-intl';
import type { ReactNode } from 'react';
import { useFormState } from 'react-hook-form';
import { ErrorSummary } from '../../components/form/error-summary.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { SaveFailed } from '../../components/save-failed.tsx';
import { asCallError, isChangedMeanwhile } from '../../trpc/error.ts';
import { ChoicesChanged, type Subject } from './choices-changed.tsx';
import type { ConsentForm, ConsentValues } from './consent-form.ts';
import styles from './consents.module.css';
import type { Change } from './use-change.ts';

interface Props {
  form: ConsentForm;
  title: string;
  /** Whose record it is about. */
  name: string;
  children: ReactNode;
  effect: ReactNode;
  confirm: string;
  isSaving: boolean;
  error: unknown;
  /** Errors of the server that the form itself has words for. */
  known?: (code: string | null) => string | undefined;
  change: Change;
  /** What it decides about, shown when somebody else was faster. */
  subject: Subject;
  /** What was typed, with the token of the list that the person has seen. */
  onSave: (values: ConsentValues, token: string) => void;
  onClose: () => void;
}

/** A decision being written down: the fields, who gains or loses access by it, and what went wrong. */
export function ConsentDialog({
  form,
  title,
  name,
  children,
  effect,
  confirm,
  isSaving,
  error,
  known,
  change,
  subject,
  onSave,
  onClose,
}: Props) {
  const t = useTranslations('consents.dialog');
  const { isDirty } = useFormState({ control: form.control });
  const { code, reason } = error ? asCallError(error) : { code: null, reason: null };
  const words = error
    ? (refusalWords(t, reason) ?? known?.(code) ?? (code === 'BAD_REQUEST' ? t('errors.signed') : undefined))
    : undefined;
  const { overtaken } = change;
  const isConflict = isChangedMeanwhile(error);
  return (
    <FormDialog
      title={title}
      onSubmit={() => form.submit((values) => onSave(values, change.token))}
      onClose={onClose}
      isUnsaved={isDirty}
      save={isSaving ? t('saving') : confirm}
      isSaving={isSaving}
      isHeld={overtaken !== null}
      above={
        <>
          <p className="muted">{t('for', { name })}</p>
          <ErrorSummary form={form} />
        </>
      }
      below={
        <>
          <div className={styles.effect}>
            <h3>{t('effect')}</h3>
            {effect}
          </div>
          {overtaken && !isSaving ? (
            <ChoicesChanged
              {...{ overtaken, subject, isSaving }}
              onKeep={onClose}
              onGoOn={() => form.submit((values) => onSave(values, change.goOn()))}
            />
          ) : words ? (
            <p className={styles.problem} role="alert">
              {words}
            </p>
          ) : error && !(isConflict && (isSaving || change.isReading)) ? (
            <SaveFailed error={error} {...(isConflict ? { retry: change.readAgain } : {})} />
          ) : null}
        </>
      }
    >
      {children}
    </FormDialog>
  );
}

/** Why staff may not write this down; the rest is said as everywhere. */
export function refusalWords(
  t: ReturnType<typeof useTranslations<'consents.dialog'>>,
  reason: string | null,
): string | undefined {
  const key = `errors.refused.${reason ?? ''}` as 'errors.refused.own-relation';
  return reason !== null && t.has(key) ? t(key) : undefined;
}
