'use client';
import type { OwnForm } from '@keneyapp/bff/features/session/schema';
import { useCallback, useEffect, useRef } from 'react';
import { useDraft, type Draft } from './use-draft.ts';

/**
 * What is typed in a form that belongs to no chart, as any draft: kept on the server, there again after leaving, a crash
 * or the end of the session. Of two windows of one person neither overwrites the other: `TypedConflict` shows both. `T` is
 * what the form is made of.
 */
export function useTyped<T>(
  { form, base = '' }: { form: OwnForm; base?: string },
  restore: (typed: T) => void,
): { keep: (typed: T) => void; forget: () => Promise<void>; draft: Draft } {
  const draft = useDraft({ patientId: null, form, base });
  const { restored, save, discard, takeTheirs } = draft;
  const fill = useRef(restore);
  useEffect(() => {
    fill.current = restore;
  });
  const hasTyped = useRef(false);
  useEffect(() => {
    // whoever typed before the answer came goes on with that
    if (restored && !hasTyped.current) fill.current(JSON.parse(restored.content) as T);
  }, [restored]);
  const saving = useCallback(
    (content: string) => {
      hasTyped.current = true;
      save(content);
    },
    [save],
  );
  const keep = useCallback((typed: T) => saving(JSON.stringify(typed)), [saving]);
  const forget = useCallback(async () => {
    if (hasTyped.current || restored) await discard().catch(() => undefined); // it is saved: its draft runs out by itself
    hasTyped.current = false;
  }, [discard, restored]);
  const taking = useCallback(() => {
    // what comes now takes the place of what was typed here
    hasTyped.current = false;
    takeTheirs();
  }, [takeTheirs]);
  return { keep, forget, draft: { ...draft, save: saving, takeTheirs: taking } };
}
