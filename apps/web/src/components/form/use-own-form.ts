'use client';
import type { OwnForm } from '@keneyapp/bff/features/session/schema';
import { useLayoutEffect, useRef } from 'react';
import type { FieldPath } from 'react-hook-form';
import type { z } from 'zod';
import { useTyped } from '../use-typed.ts';
import type { Draft } from '../use-draft.ts';
import type { Issue } from './server-issues.ts';
import { useChartForm, type ChartForm, type FormWords } from './use-chart-form.ts';

/** What a small form holds: texts, and choices that are '' as long as they are open. */
export type OwnValues = Record<string, string>;

export interface OwnFormState<T extends OwnValues> {
  form: ChartForm<T>;
  names: readonly FieldPath<T>[];
  draft: Draft;
  /** It is saved, or given up. */
  forget: () => Promise<void>;
  /** Values of what was kept, by this version of the form or an older one. */
  read: (kept: unknown) => T;
}

interface Options<T extends OwnValues> {
  /** Names its draft. */
  form: OwnForm;
  base?: string;
  initial: T;
  schema: z.ZodType<T, T>;
  words: FormWords<T>;
  /** What was typed in this tab, by `base`: closing the form loses nothing, whatever became of its draft. */
  tab?: Map<string, T>;
  /** Values that stand in no field and are never compared: what the others were typed on. */
  unseen?: readonly (keyof T)[];
  /** What is only said on saving; everything, of a form of a few words. */
  onlyOnSaving?: readonly string[] | 'all';
  /** A draft that an older version of the form kept, as this one keeps it. */
  fromOlder?: (kept: unknown) => unknown;
  /** Where an issue of the server is shown. */
  ofServer?: (issue: Issue) => { name: FieldPath<T>; reason: string };
}

/** A form that belongs to no chart, by the same kit: its text is kept under the person, and what is wrong is said on saving. */
export function useOwnForm<T extends OwnValues>({
  form: name,
  base = '',
  initial,
  schema,
  words,
  tab,
  unseen = [],
  onlyOnSaving = 'all',
  fromOlder = (kept) => kept,
  ofServer,
}: Options<T>): OwnFormState<T> {
  const restore = useRef<(values: T) => void>(() => undefined);
  const read = (kept: unknown) => valuesOf(initial, fromOlder(kept));
  const typed = useTyped<unknown>({ form: name, base }, (kept) => {
    if (!tab?.has(base)) restore.current(read(kept));
  });
  const draft: Draft = {
    ...typed.draft,
    save: (content) => {
      tab?.set(base, read(JSON.parse(content)));
      typed.draft.save(content);
    },
    takeTheirs: () => {
      tab?.delete(base);
      typed.draft.takeTheirs();
    },
  };
  const forget = () => {
    tab?.delete(base);
    return typed.forget();
  };
  const names = Object.keys(initial).filter((name) => !unseen.includes(name)) as FieldPath<T>[];
  const form = useChartForm<T>({
    initial: tab?.get(base) ?? initial,
    schema,
    draft,
    words,
    onlyOnSaving,
    ...(ofServer ? { ofServer } : {}),
  });
  useLayoutEffect(() => {
    restore.current = form.restore;
  });
  return { form, names, draft, forget, read };
}

/** A form of one text was kept as that text alone once. */
function valuesOf<T extends OwnValues>(initial: T, kept: unknown): T {
  const names = Object.keys(initial);
  const values: object =
    typeof kept === 'string' && names.length === 1 ? { [names[0] ?? '']: kept } : Object(kept);
  return Object.fromEntries(
    names.map((name) => {
      const value: unknown = Reflect.get(values, name);
      return [name, typeof value === 'string' ? value : (initial[name] ?? '')];
    }),
  ) as T;
}
