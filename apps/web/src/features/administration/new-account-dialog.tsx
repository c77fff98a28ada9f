'use client';
import { createAccountInput } from '@keneyapp/bff/features/administration/schema';
import type { CreatedAccount, NewAccountView } from '@keneyapp/bff/features/administration/view';
import { ErrorState } from '@keneyapp/ui/states';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useMutation } from '@tanstack/react-query';
import { useTranslations } from 'next-intl';
import { useCallback, useId, useMemo, useState } from 'react';
import { DraftStatusLine } from '../../components/draft-status.tsx';
import { ErrorSummary } from '../../components/form/error-summary.tsx';
import { FormDialog } from '../../components/form/form-dialog.tsx';
import { OwnFormConflict } from '../../components/form/own-form-conflict.tsx';
import { useOwnForm } from '../../components/form/use-own-form.ts';
import { useTRPC } from '../../trpc/client.tsx';
import { failureOf } from './failure.ts';
import { AccountFields, accountSchema, blankAccount, inputOf } from './new-account-fields.tsx';
import styles from './administration.module.css';

interface Props {
  view: NewAccountView;
  onClose: () => void;
  onCreated: () => void;
}

/** A new account: who, in which role and service, and how they get in the first time. What was typed is there again after closing. */
export function NewAccountDialog({ view, onClose, onCreated }: Props) {
  const t = useTranslations('administration.create');
  const f = useTranslations('administration.failed');
  const c = useTranslations('common');
  const [key] = useState(() => crypto.randomUUID());
  const own = useOwnForm({
    form: 'administration.new-account',
    initial: blankAccount,
    schema: useMemo(() => accountSchema(key), [key]),
    words: { label: (name) => t(`label.${name}`), problem: (name) => t(`problem.${name}`) },
  });
  const create = useMutation(
    useTRPC().administration.createAccount.mutationOptions({
      onSuccess: () => {
        void own.forget();
        onCreated();
      },
    }),
  );
  if (create.data) return <Created made={create.data} onClose={onClose} />;
  const failure = create.error ? failureOf(create.error) : null;
  return (
    <FormDialog
      title={t('title')}
      onSubmit={() =>
        own.form.submit((values) => create.mutate(createAccountInput.parse(inputOf(key, values))))
      }
      // the first password is shown here alone
      onClose={() => {
        if (!create.isPending) onClose();
      }}
      save={create.isPending ? c('form.saving') : t('submit')}
      isSaving={create.isPending}
      above={
        <>
          <p className="muted">{t('lead')}</p>
          {view.consoleUrl && (
            <p>
              <a href={view.consoleUrl} target="_blank" rel="noreferrer">
                {t('console')}
              </a>
            </p>
          )}
          <ErrorSummary form={own.form} />
          <OwnFormConflict {...own} />
        </>
      }
      below={
        <>
          {failure && (
            <ErrorState
              title={t('failed')}
              requestId={failure.requestId && c('error.requestId', { id: failure.requestId })}
            >
              <p>{f(failure.word)}</p>
            </ErrorState>
          )}
          <DraftStatusLine draft={own.draft} className="muted" />
        </>
      }
    >
      <AccountFields form={own.form} view={view} />
    </FormDialog>
  );
}

/** The first password is on this screen alone, once. */
function Created({ made, onClose }: { made: CreatedAccount; onClose: () => void }) {
  const t = useTranslations('administration.create');
  const c = useTranslations('common.actions');
  const id = useId();
  const focused = useCallback((said: HTMLParagraphElement | null) => said?.focus(), []);
  const { person, firstPassword, isUnitMissing } = made;
  return (
    <Dialog open aria-labelledby={`${id}-title`} maxWidth="sm" fullWidth>
      <DialogTitle id={`${id}-title`}>{t('doneTitle')}</DialogTitle>
      <DialogContent className={styles.person}>
        <p role="status" ref={focused} tabIndex={-1} className={styles.done}>
          {t('done', { name: person.displayName, username: person.username })}
        </p>
        {firstPassword ? (
          <>
            <p>{t('passwordOnce')}</p>
            <p className={styles.secret}>
              <code>{firstPassword}</code>
            </p>
          </>
        ) : (
          <p>{t('invited')}</p>
        )}
        {isUnitMissing && (
          <p role="alert" className={styles.own}>
            {t('unitMissing')}
          </p>
        )}
      </DialogContent>
      <DialogActions>
        <Button variant="contained" onClick={onClose}>
          {c('close')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
