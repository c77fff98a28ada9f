'use client';
import { noSettings, type TableSettings } from '@keneyapp/ui/table-model';
import { useCallback, useSyncExternalStore } from 'react';
import { useSignedInUser } from '../shell/signed-in-user.tsx';

const listeners = new Set<() => void>();
const read = new Map<string, { raw: string | null; settings: TableSettings }>();

/** Order and widths only, no patient data: they may stay in the browser, under the name of the person. */
function settingsOf(key: string): TableSettings {
  let raw: string | null = null;
  try {
    raw = localStorage.getItem(key);
  } catch {
    return noSettings;
  } // storage may be forbidden: then nothing is kept
  const known = read.get(key);
  if (known && known.raw === raw) return known.settings;
  let settings = noSettings;
  try {
    settings = raw ? { ...noSettings, ...(JSON.parse(raw) as Partial<TableSettings>) } : noSettings;
  } catch {
    settings = noSettings;
  } // damaged: as new
  read.set(key, { raw, settings });
  return settings;
}

/** Order and widths of a table, kept for the person. */
export function useTableSettings(name: string): {
  settings: TableSettings;
  onSettings: (next: TableSettings) => void;
} {
  const { username } = useSignedInUser();
  const key = `keneya-table:${username}:${name}`;
  const settings = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => settingsOf(key),
    () => noSettings,
  );
  const onSettings = useCallback(
    (next: TableSettings) => {
      try {
        localStorage.setItem(key, JSON.stringify(next));
      } catch {
        read.set(key, { raw: null, settings: next });
      } // kept for this page alone
      for (const listener of listeners) listener();
    },
    [key],
  );
  return { settings, onSettings };
}
