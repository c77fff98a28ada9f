'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useCallback, useId, type ReactNode } from 'react';

interface Props {
  title: string;
  text: string;
  safe: string;
  danger: string;
  onSafe: () => void;
  onDanger: () => void;
  /** Below the question. */
  children?: ReactNode;
  /** Something is to be decided first, said by `children`. */
  isHeld?: boolean;
}

/** A question before what cannot be undone; the safe answer has the focus, and Esc gives it. */
export function AskDialog({ title, text, safe, danger, onSafe, onDanger, children, isHeld = false }: Props) {
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
        <p id={`${id}-text`}>{text}</p>
        {children}
      </DialogContent>
      <DialogActions>
        <Button onClick={onSafe} variant="outlined" ref={focused}>
          {safe}
        </Button>
        <Button
          onClick={() => !isHeld && onDanger()}
          color="error"
          variant="contained"
          aria-disabled={isHeld}
        >
          {danger}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
