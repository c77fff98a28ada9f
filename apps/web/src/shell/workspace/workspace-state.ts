'use client';
import { useSearchParams } from 'next/navigation';
import { useCallback, useEffect, useSyncExternalStore } from 'react';
import { useIsNavigating } from '../../components/pending-navigation.ts';
import { isResourceId } from '../../components/resource-id.ts';

/** What is open for writing beside a chart: the form's name, and what it changes. */
export interface WorkspaceForm {
  form: string;
  target: string | null;
}

const parameter = 'write';
/** Per patient: what is open in this tab; null when it was closed here, nothing when the address decides. */
const open = new Map<string, WorkspaceForm | null>();
const listeners = new Set<() => void>();
const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

function set(patientId: string, form: WorkspaceForm | null): void {
  open.set(patientId, form);
  for (const listener of listeners) listener();
}

function parse(text: string | null): WorkspaceForm | null {
  const [, form, target = null] = /^([a-z-]+\.[a-z-]+)(?:~(.+))?$/.exec(text ?? '') ?? [];
  return form === undefined || (target !== null && !isResourceId(target)) ? null : { form, target };
}

/** What the address says, for links into the workspace: `?write=vitals.record`, `?write=vitals.correct~<id>`. */
export const writeAddress = ({ form, target }: WorkspaceForm): string =>
  target === null ? form : `${form}~${target}`;

/**
 * The open form outlives moving between the pages of the chart, and the address always names it: a reload, or coming
 * back after sign-in, opens the same form again.
 */
export function useWorkspace(patientId: string): {
  form: WorkspaceForm | null;
  show: (form: WorkspaceForm) => void;
  close: () => void;
} {
  const params = useSearchParams();
  const inAddress = params.get(parameter);
  const here = useSyncExternalStore(
    subscribe,
    () => open.get(patientId),
    () => undefined,
  );
  const form = here === undefined ? parse(inAddress) : here;
  const wanted = form ? writeAddress(form) : null;
  const isNavigating = useIsNavigating();
  useEffect(() => {
    if (!open.has(patientId)) {
      if (wanted !== null) set(patientId, parse(wanted));
      return;
    }
    if (wanted === inAddress || isNavigating) return;
    const url = new URL(window.location.href);
    if (wanted === null) url.searchParams.delete(parameter);
    else url.searchParams.set(parameter, wanted);
    window.history.replaceState(null, '', url);
  }, [patientId, wanted, inAddress, isNavigating]);
  const show = useCallback((next: WorkspaceForm) => set(patientId, next), [patientId]);
  const close = useCallback(() => set(patientId, null), [patientId]);
  return { form, show, close };
}
