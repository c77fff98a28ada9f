'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { SaveFailed } from '../../components/save-failed.tsx';
import { SubmitForm } from '../../components/submit-form.tsx';
import { asCallError, isChangedMeanwhile } from '../../trpc/error.ts';
import { ChoicesChanged, type Subject } from './choices-changed.tsx';
import styles from './consents.module.css';
import type { Change } from './use-change.ts';

interface Props {
  title: string;
  /** Whose record it is about. */
  name: string;
  children: ReactNode;
  effect: ReactNode;
  confirm: string;
  isSaving: boolean;
  /** What is missing or wrong, of the last attempt to save. */
  problems: readonly string[];
  error: unknown;
  /** Errors of the server that the form itself has words for. */
  known?: (code: string | null) => string | undefined;
  change: Change;
  /** What it decides about, shown when somebody else was faster. */
  subject: Subject;
  /** With the token of the list that the person has seen. */
  onSubmit: (token: string) => void;
  onClose: () => void;
}

/** A decision being written down: the fields, who gains or loses access by it, and what went wrong. Closing it asks nothing: there is little to type. */
export function ConsentDialog({
  title,
  name,
  children,
  effect,
  confirm,
  isSaving,
  problems,
  error,
  known,
  change,
  subject,
  onSubmit,
  onClose,
}: Props) {
  const t = useTranslations('consents.dialog');
  const id = useId();
  const { code, reason } = error ? asCallError(error) : { code: null, reason: null };
  const words = error
    ? (refusalWords(t, reason) ?? known?.(code) ?? (code === 'BAD_REQUEST' ? t('errors.signed') : undefined))
    : undefined;
  const { overtaken } = change;
  const isConflict = isChangedMeanwhile(error);
  const submit = () => {
    if (!isSaving && !overtaken) onSubmit(change.token);
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
        <DialogContent className={styles.form}>
          <p className="muted">{t('for', { name })}</p>
          {problems.length > 0 && (
            <div className={styles.problems} role="alert">
              <b>{t('errors.title')}</b>
              <ul>
                {problems.map((problem) => (
                  <li key={problem}>{problem}</li>
                ))}
              </ul>
            </div>
          )}
          {children}
          <div className={styles.effect}>
            <h3>{t('effect')}</h3>
            {effect}
          </div>
          {overtaken && !isSaving ? (
            <ChoicesChanged
              {...{ overtaken, subject, isSaving }}
              onKeep={onClose}
              onGoOn={() => onSubmit(change.goOn())}
            />
          ) : words ? (
            <p className={styles.problem} role="alert">
              {words}
            </p>
          ) : error && !(isConflict && (isSaving || change.isReading)) ? (
            <SaveFailed error={error} {...(isConflict ? { retry: change.readAgain } : {})} />
          ) : null}
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose}>
            {t('cancel')}
          </Button>
          <Button
            variant={overtaken ? 'outlined' : 'contained'}
            type="submit"
            aria-keyshortcuts="Control+Enter"
            aria-disabled={overtaken !== null}
          >
            {isSaving ? t('saving') : confirm}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
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
