'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useTranslations } from 'next-intl';
import { useId, type ReactNode } from 'react';
import { SubmitForm } from '../submit-form.tsx';
import styles from './form.module.css';
import { useLeaveQuestion } from './leave-question.tsx';
import { FormLocked } from './use-field.ts';

interface Props {
  title: string;
  onSubmit: () => void;
  onClose: () => void;
  /** Word of the button that saves; another while it is being saved. */
  save: string;
  /** Word of the button that does not, where "cancel" could be taken for what is being done. */
  leave?: string;
  isSaving: boolean;
  /** Something is to be decided above, before it can be saved. */
  isHeld?: boolean;
  /** What is typed is kept nowhere else: closing, and leaving the page, asks first. */
  isUnsaved?: boolean;
  color?: 'primary' | 'warning' | 'error';
  maxWidth?: 'xs' | 'sm';
  /** A question that is answered before anything else: with the id of its text. */
  question?: string;
  /** Above and below the fields: what it is about, what changed meanwhile, what could not be saved. */
  above?: ReactNode;
  children: ReactNode;
  below?: ReactNode;
}

/** What is typed at once goes into the first field, and not nowhere. */
function focusFirstField(fields: HTMLElement | null): void {
  fields
    ?.querySelector<HTMLElement>(
      'input:not([type="checkbox"], [type="radio"], [type="file"], [type="hidden"]), textarea, select',
    )
    ?.focus();
}

/** A form in a dialog: Ctrl+Enter saves, and while it is being saved its fields hold what was sent. */
export function FormDialog({
  title,
  onSubmit,
  onClose,
  save,
  leave,
  isSaving,
  isHeld = false,
  isUnsaved = false,
  color = 'primary',
  maxWidth = 'sm',
  question,
  above,
  children,
  below,
}: Props) {
  const c = useTranslations('common.actions');
  const id = useId();
  const [close, leaveQuestion] = useLeaveQuestion(isUnsaved, onClose);
  return (
    <Dialog
      open
      onClose={close}
      {...(question === undefined ? {} : { role: 'alertdialog', 'aria-describedby': question })}
      aria-labelledby={`${id}-title`}
      maxWidth={maxWidth}
      fullWidth
    >
      <SubmitForm
        onSubmit={() => {
          if (!isSaving && !isHeld) onSubmit();
        }}
      >
        <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
        <DialogContent className={styles.dialog}>
          {above}
          <div className={styles.fields} ref={focusFirstField}>
            <FormLocked value={isSaving}>{children}</FormLocked>
          </div>
          {below}
        </DialogContent>
        <DialogActions>
          <Button variant="outlined" onClick={close}>
            {leave ?? c('cancel')}
          </Button>
          <Button
            type="submit"
            variant="contained"
            color={color}
            aria-disabled={isSaving || isHeld}
            aria-keyshortcuts="Control+Enter"
          >
            {save}
          </Button>
        </DialogActions>
      </SubmitForm>
      {leaveQuestion}
    </Dialog>
  );
}
