'use client';
import { useEffect } from 'react';
import { recordPrint } from '../components/export-record.ts';

/** A chart that is printed leaves a line in the trail, however the print was asked for. */
export function PrintRecord() {
  useEffect(() => {
    // a CustomEvent is the frame's own, for lists that draw all of their lines (print-frame.tsx)
    const onPrint = (event: Event) => {
      if (!(event instanceof CustomEvent)) recordPrint();
    };
    window.addEventListener('beforeprint', onPrint);
    return () => window.removeEventListener('beforeprint', onPrint);
  }, []);
  return null;
}
