'use client';
import Button from '@mui/material/Button';
import { useTranslations } from 'next-intl';
import { useEffect, useRef, type ReactNode } from 'react';
import type { FieldValues } from 'react-hook-form';
import { DraftStatusLine } from '../draft-status.tsx';
import type { Draft } from '../use-draft.ts';
import { ErrorSummary } from './error-summary.tsx';
import styles from './form.module.css';
import { nextFieldOnEnter } from './next-field.ts';
import type { ChartForm } from './use-chart-form.ts';
import { FormLocked } from './use-field.ts';

interface Props<T extends FieldValues> {
  form: ChartForm<T>;
  /** Names the form. */
  label: string;
  draft: Draft;
  onSubmit: () => void;
  onClose: () => void;
  /** Word of the button. */
  save: string;
  /** What the keys do, where it is not what they do in the workspace. */
  keys?: string;
  /** How the save stands: it was sent, or waits until the connection is back. */
  saving: { isPending: boolean; isPaused: boolean };
  /** Something is to be decided above, before it can be saved. */
  isHeld?: boolean;
  /** The form begins with a value that is there: typing writes it over. */
  selectsFirst?: boolean;
  /** Above the fields: what changed meanwhile, what could not be saved. */
  notices: ReactNode;
  /** Beside "save", always in sight: what must not be overlooked when it is pressed. */
  important?: ReactNode;
  children: ReactNode;
  /** Below the buttons. */
  after?: ReactNode;
}

/** The frame of a form of the workspace: Enter goes on, Ctrl+Enter saves, and the foot with what is important stays in sight. */
export function FormFrame<T extends FieldValues>({
  form,
  label,
  draft,
  onSubmit,
  onClose,
  save,
  keys,
  saving,
  isHeld = false,
  selectsFirst = false,
  notices,
  important,
  children,
  after,
}: Props<T>) {
  const t = useTranslations('common');
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const first = box.current?.querySelector<HTMLInputElement>('[data-fields] input:not([disabled])');
    first?.focus();
    if (selectsFirst && first?.type === 'text') first.select();
  }, [selectsFirst]);
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the whole form: Enter goes on, Ctrl+Enter submits
    <form
      ref={box}
      className={styles.form}
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        onSubmit();
      }}
      onKeyDown={(e) => nextFieldOnEnter(e, onSubmit)}
      aria-label={label}
    >
      {notices}
      <ErrorSummary form={form} />
      <FormLocked value={saving.isPending}>{children}</FormLocked>
      <div className={styles.foot}>
        {important}
        <div className={styles.actions}>
          <Button
            type="submit"
            variant={isHeld ? 'outlined' : 'contained'}
            aria-disabled={saving.isPending || isHeld}
            aria-keyshortcuts="Control+Enter"
          >
            {saving.isPaused ? t('form.waiting') : saving.isPending ? t('form.saving') : save}
          </Button>
          <Button type="button" onClick={onClose}>
            {t('actions.close')}
          </Button>
          <DraftStatusLine draft={draft} className={styles.status} />
          <p className={styles.keys}>{keys ?? t('form.keys')}</p>
        </div>
      </div>
      {after}
    </form>
  );
}

/** Fields that belong together. */
export function FieldGroup({
  legend,
  isDisabled = false,
  children,
}: {
  legend: string;
  isDisabled?: boolean;
  children: ReactNode;
}) {
  return (
    <fieldset className={styles.group} disabled={isDisabled} data-fields>
      <legend>{legend}</legend>
      {children}
    </fieldset>
  );
}
