'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useCallback, useId, type ReactNode } from 'react';

interface Props {
  title: string;
  /** Whom and what it is about, above the question. */
  about?: string;
  text: string;
  /** Word of the answer that changes nothing. */
  safe: string;
  onSafe: () => void;
  /** Word of the answer that acts. */
  action: string;
  onAction: () => void;
  /** It takes something away, and is red. */
  isDestructive?: boolean;
  /** Below the question. */
  children?: ReactNode;
  /** Something is to be decided first, said by `children`. */
  isHeld?: boolean;
}

/** A question before what cannot be undone; the safe answer has the focus, and Esc gives it. */
export function AskDialog({
  title,
  about,
  text,
  safe,
  onSafe,
  action,
  onAction,
  isDestructive = true,
  children,
  isHeld = false,
}: Props) {
  const id = useId();
  const focused = useCallback((button: HTMLButtonElement | null) => button?.focus(), []);
  return (
    <Dialog
      open
      onClose={onSafe}
      role="alertdialog"
      aria-labelledby={`${id}-title`}
      aria-describedby={`${id}-text`}
      maxWidth="xs"
      fullWidth
    >
      <DialogTitle id={`${id}-title`}>{title}</DialogTitle>
      <DialogContent>
        <div id={`${id}-text`}>
          {about !== undefined && (
            <p>
              <strong>{about}</strong>
            </p>
          )}
          <p>{text}</p>
        </div>
        {children}
      </DialogContent>
      <DialogActions>
        <Button onClick={onSafe} variant="outlined" ref={focused}>
          {safe}
        </Button>
        <Button
          onClick={() => !isHeld && onAction()}
          color={isDestructive ? 'error' : 'primary'}
          variant="contained"
          aria-disabled={isHeld}
        >
          {action}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
