'use client';
import type { TableSettings } from '@keneyapp/ui/table-model';
import { parseAsString, useQueryState } from 'nuqs';
import { useCallback } from 'react';
import { useTableSettings } from './use-table-settings.ts';

/** Filter in the address (it can be linked), order and widths kept for the person. */
export function useTableState(name: string): {
  settings: TableSettings;
  onSettings: (next: TableSettings) => void;
  filter: string;
  onFilter: (next: string) => void;
} {
  // each letter replaces the last: "back" leads to the page before
  const [filter, setFilter] = useQueryState('filter', parseAsString.withDefault(''));
  const onFilter = useCallback((next: string) => void setFilter(next), [setFilter]);
  return { ...useTableSettings(name), filter, onFilter };
}
