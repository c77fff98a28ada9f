'use client';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useCallback, useId } from 'react';

interface Props {
  title: string;
  text: string;
  safe: string;
  danger: string;
  onSafe: () => void;
  onDanger: () => void;
}

/** A question before what cannot be undone; the safe answer has the focus, and Esc gives it. */
export function AskDialog({ title, text, safe, danger, onSafe, onDanger }: Props) {
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
      <DialogContent id={`${id}-text`}>{text}</DialogContent>
      <DialogActions>
        <Button onClick={onSafe} variant="outlined" ref={focused}>
          {safe}
        </Button>
        <Button onClick={onDanger} color="error" variant="contained">
          {danger}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
