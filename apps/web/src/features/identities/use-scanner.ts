'use client';
import { readDatamatrix, type InsDatamatrix } from '@keneyapp/clinical';
import { useEffect, useRef, type ClipboardEvent, type KeyboardEvent } from 'react';
import type { ChartForm } from '../../components/form/use-chart-form.ts';
import { filledByCode } from './identity-fill.ts';
import type { IdentityValues } from './identity-state.ts';

/** Where a code is meant to be read: it is read there. */
export const scanMark = 'data-scan';

/** No code is shorter. */
const shortest = 60,
  /** Nor much longer than this, a signature included. */
  longest = 600,
  /** A scanner that ends with no key has ended. */
  idleMs = 300;
/** Held while a scanner types, and no text. */
const silent: ReadonlySet<string> = new Set([
  'Shift',
  'CapsLock',
  'Control',
  'Alt',
  'AltGraph',
  'Meta',
  'Dead',
]);

interface Typed {
  key: string;
  /** What stood in the form before this key. */
  before: IdentityValues;
}

/**
 * A scanner that acts as a keyboard types into whatever field is there: a whole INS datamatrix that arrives in any field is
 * read as if it had been scanned where it belongs, and all fields keep what they had before. What is no code stays what it is.
 */
export function useScanner(form: ChartForm<IdentityValues>, onScan: (read: InsDatamatrix) => void) {
  const typed = useRef<{ target: EventTarget; keys: Typed[] } | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  const take = (read: InsDatamatrix, before: IdentityValues) => {
    typed.current = null;
    form.fill(filledByCode(before, read.traits));
    onScan(read);
  };
  /** Whether what was typed last is a code, whatever was typed before it. */
  const takeTyped = (): boolean => {
    const { keys = [] } = typed.current ?? {};
    const text = keys.map(({ key }) => key).join('');
    for (let from = 0; from + shortest <= keys.length; from += 1) {
      const found = readDatamatrix(text.slice(from));
      const first = keys[from];
      if (!found.ok || !first) continue;
      take(found.read, first.before);
      return true;
    }
    return false;
  };
  const isMeant = (target: EventTarget) =>
    target instanceof Element && target.closest(`[${scanMark}]`) !== null;

  return {
    onKeyDownCapture: (e: KeyboardEvent) => {
      clearTimeout(timer.current);
      if (isMeant(e.target)) return;
      if (e.key === 'Enter' || e.key === 'Tab') {
        if (takeTyped()) {
          e.preventDefault();
          e.stopPropagation();
        }
        typed.current = null;
        return;
      }
      // separators come as keys that are held with Control, and are nothing here
      if (silent.has(e.key) || ((e.ctrlKey || e.metaKey) && !e.altKey)) return;
      if (e.key.length !== 1) {
        typed.current = null;
        return;
      }
      if (typed.current?.target !== e.target) typed.current = { target: e.target, keys: [] };
      const { keys } = typed.current;
      keys.push({ key: e.key, before: { ...form.values() } });
      if (keys.length > longest) keys.shift();
      if (keys.length >= shortest) timer.current = setTimeout(takeTyped, idleMs);
    },
    onPasteCapture: (e: ClipboardEvent) => {
      if (isMeant(e.target)) return;
      const found = readDatamatrix(e.clipboardData.getData('text'));
      if (!found.ok) return;
      e.preventDefault();
      e.stopPropagation();
      take(found.read, form.values());
    },
  };
}
