'use client';
import Button from '@mui/material/Button';
import { useEffect, useRef } from 'react';
import styles from './rules.module.css';

/** What was taken away can be had back; the keyboard goes on here, since the button that did it is gone. */
export function UndoLine({
  text,
  undo,
  isPending,
  onUndo,
}: {
  text: string;
  undo: string;
  isPending: boolean;
  onUndo: () => void;
}) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    button.current?.focus();
  }, [text]);
  return (
    <div className={styles.undo}>
      <p role="status">{text}</p>
      <Button ref={button} size="small" loading={isPending} onClick={onUndo}>
        {undo}
      </Button>
    </div>
  );
}
