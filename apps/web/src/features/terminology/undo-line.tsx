'use client';
import Button from '@mui/material/Button';
import { useEffect, useRef } from 'react';
import styles from './terminology.module.css';

interface Props {
  /** What was done. */
  text: string;
  undo: string;
  /** Names what it brings back, for the screen reader. */
  undoLabel: string;
  isPending: boolean;
  onUndo: () => void;
}

/** What was taken away can be had back; the keyboard goes on here, since the button that did it is gone. */
export function UndoLine({ text, undo, undoLabel, isPending, onUndo }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => button.current?.focus(), [text]);
  return (
    <div className={styles.undo}>
      <p role="status">{text}</p>
      <Button
        ref={button}
        size="small"
        color="inherit"
        aria-label={undoLabel}
        loading={isPending}
        onClick={onUndo}
      >
        {undo}
      </Button>
    </div>
  );
}
