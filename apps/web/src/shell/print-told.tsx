'use client';
import { useEffect } from 'react';
import { tellPrint } from '../components/told-export.ts';

/** A chart that is printed leaves a line in the trail, however the print was asked for. */
export function PrintTold() {
  useEffect(() => {
    window.addEventListener('beforeprint', tellPrint);
    return () => window.removeEventListener('beforeprint', tellPrint);
  }, []);
  return null;
}
