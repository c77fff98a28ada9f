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
import { useCallback, useEffect, useId, useRef, useState } from 'react';
import { SubmitForm } from '../../components/submit-form.tsx';
import { useTRPC } from '../../trpc/client.tsx';
import { failureOf } from './failure.ts';
import {
  AccountFields,
  blankAccount,
  inputOf,
  problemsIn,
  type AccountValues,
} from './new-account-fields.tsx';
import styles from './administration.module.css';

interface Props {
  view: NewAccountView;
  onClose: () => void;
  onCreated: () => void;
}

/** A new account: who, in which role and service, and how they get in the first time. */
export function NewAccountDialog({ view, onClose, onCreated }: Props) {
  const t = useTranslations('administration.create');
  const f = useTranslations('administration.failed');
  const c = useTranslations('common');
  const id = useId();
  const [key] = useState(() => crypto.randomUUID());
  const [values, setValues] = useState<AccountValues>(blankAccount);
  /** How often it was sent as it must not be; the first wrong field then has the focus. */
  const [refusals, setRefusals] = useState(0);
  const problems = problemsIn(key, values);
  const create = useMutation(
    useTRPC().administration.createAccount.mutationOptions({ onSuccess: () => onCreated() }),
  );
  const first = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (refusals > 0) first.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [refusals]);
  const submit = () => {
    if (create.isPending) return;
    const parsed = createAccountInput.safeParse(inputOf(key, values));
    if (parsed.success) create.mutate(parsed.data);
    else setRefusals((n) => n + 1);
  };
  if (create.data) return <Created made={create.data} onClose={onClose} />;
  const failure = create.error ? failureOf(create.error) : null;
  return (
    <Dialog
      open
      onClose={create.isPending ? undefined : onClose}
      aria-labelledby={`${id}-title`}
      maxWidth="sm"
      fullWidth
    >
      <SubmitForm onSubmit={submit}>
        <DialogTitle id={`${id}-title`}>{t('title')}</DialogTitle>
        <DialogContent className={styles.person} ref={first}>
          <p className="muted">{t('lead')}</p>
          {view.consoleUrl && (
            <p>
              <a href={view.consoleUrl} target="_blank" rel="noreferrer">
                {t('console')}
              </a>
            </p>
          )}
          <AccountFields
            values={values}
            view={view}
            problems={refusals > 0 ? problems : {}}
            onChange={(change) => setValues((before) => ({ ...before, ...change }))}
          />
          {failure && (
            <ErrorState
              title={t('failed')}
              requestId={failure.requestId && c('error.requestId', { id: failure.requestId })}
            >
              <p>{f(failure.word)}</p>
            </ErrorState>
          )}
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={onClose} disabled={create.isPending}>
            {c('actions.cancel')}
          </Button>
          <Button
            variant="contained"
            type="submit"
            loading={create.isPending}
            aria-keyshortcuts="Control+Enter"
          >
            {t('submit')}
          </Button>
        </DialogActions>
      </SubmitForm>
    </Dialog>
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
