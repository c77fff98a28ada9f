'use client';
import { useEffect } from 'react';
import { tellPrint } from '../components/export-record.ts';

/** A chart that is printed leaves a line in the trail, however the print was asked for. */
export function PrintRecord() {
  useEffect(() => {
    // a CustomEvent is the frame's own, for lists that draw all of their lines (print-frame.tsx)
    const tell = (event: Event) => {
      if (!(event instanceof CustomEvent)) tellPrint();
    };
    window.addEventListener('beforeprint', tell);
    return () => window.removeEventListener('beforeprint', tell);
  }, []);
  return null;
}
