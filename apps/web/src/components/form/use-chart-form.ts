'use client';
import { zodResolver } from '@hookform/resolvers/zod';
import { useEffect, useId, useState } from 'react';
import {
  useForm,
  useWatch,
  type Control,
  type DefaultValues,
  type FieldErrors,
  type FieldPath,
  type FieldValues,
  type PathValue,
} from 'react-hook-form';
import type { z } from 'zod';
import type { Draft } from '../use-draft.ts';
import { afterRelease } from './after-release.ts';
import { issuesOf, type Issue } from './server-issues.ts';

interface Options<T extends FieldValues> {
  /** What the fields begin with: fresh, or what the draft holds. */
  initial: T;
  /** What is wrong with what is typed. The message of an issue is a reason, not a sentence; `words` makes one of it. */
  schema: z.ZodType<T, T>;
  /** Where the text is kept; a form of a few words that is soon sent has none. */
  draft?: Draft | undefined;
  words: FormWords<T>;
  /** Reasons that are only said on saving: leaving a field that is still empty is no mistake. */
  onlyOnSaving?: readonly string[] | 'all';
  /** Where an issue of the server is shown, and by which reason of the form; without it what the server refuses is of no field. */
  ofServer?: (issue: Issue) => { name: FieldPath<T>; reason: string };
  /** Whether closing now would lose something that no draft has. */
  onUnsafe?: (isUnsafe: boolean) => void;
}
export interface FormWords<T extends FieldValues> {
  label: (name: FieldPath<T>, values: T) => string;
  /** Where fields of one name are many: what tells this one from the others. */
  labelInSummary?: (name: FieldPath<T>, values: T) => string;
  problem: (name: FieldPath<T>, reason: string, values: T) => string;
  /** What is in a field, in words, where it is no text; `''` of nothing. */
  shown?: (name: FieldPath<T>, value: string) => string;
}

/** What the fields, the frame and the summary need of a form. */
export interface ChartForm<T extends FieldValues> {
  control: Control<T>;
  words: FormWords<T>;
  idOf: (name: FieldPath<T>) => string;
  values: () => T;
  /** After each change of a field: it is kept as a draft, and what was wrong with the field is taken back. */
  changed: (name: FieldPath<T>) => void;
  /** On leaving a field: only what is wrong with it, not what is still missing elsewhere. */
  leave: (name: FieldPath<T>) => void;
  /** Puts a value where no field is, as if it had been typed: what was added, what was chosen at once for several fields. */
  set: (name: FieldPath<T>, value: unknown) => void;
  /** Forgets what is below a name, and what is wrong with it. */
  drop: (name: FieldPath<T>) => void;
  /** Replaces what is in all fields, as if it had been typed. */
  fill: (values: T) => void;
  /** Puts what was kept, or nothing, into all fields; nobody typed it. */
  restore: (values: T) => void;
  focus: (name: FieldPath<T>) => void;
  /** Calls back with what is typed when nothing is wrong with it; else says what is, and goes to the first. */
  submit: (onValid: (values: T) => void) => void;
  /** Puts what the server refused at its fields; false when it failed for another reason. */
  refuse: (error: unknown) => boolean;
  /** What the last attempt to save found, as far as it is still wrong. */
  attempted: readonly FieldPath<T>[];
}

/**
 * A form of a chart: react-hook-form with a schema of zod, its text kept by the one way drafts are kept. Values are what was
 * typed, as text; reading them is the schema's, so that a draft holds exactly what the person sees.
 */
export function useChartForm<T extends FieldValues>({
  initial,
  schema,
  draft,
  words,
  onlyOnSaving = [],
  ofServer,
  onUnsafe,
}: Options<T>): ChartForm<T> {
  const id = useId();
  const form = useForm<T>({
    defaultValues: initial as DefaultValues<T>,
    resolver: zodResolver(schema),
    // when a field is judged is decided here: on leaving it and on saving, never while it is typed in
    mode: 'onSubmit',
    reValidateMode: 'onSubmit',
    shouldFocusError: false,
  });
  const [attempted, setAttempted] = useState<readonly FieldPath<T>[]>([]);
  const [toFocus, setToFocus] = useState<{ id: string } | null>(null);
  const idOf = (name: FieldPath<T>) => `${id}-${name}`;
  useEffect(() => {
    if (toFocus) document.getElementById(toFocus.id)?.focus();
  }, [toFocus]);

  const isUnsafe = draft !== undefined && ['failed', 'saving', 'conflict'].includes(draft.status);
  useEffect(() => {
    onUnsafe?.(isUnsafe);
    return () => onUnsafe?.(false);
  }, [isUnsafe, onUnsafe]);

  const focus = (name: FieldPath<T>) => setToFocus({ id: idOf(name) });
  const fail = (names: readonly FieldPath<T>[]) => {
    const inOrder = [...names].sort((a, b) => positionOf(id, a) - positionOf(id, b));
    setAttempted(inOrder);
    if (inOrder[0]) focus(inOrder[0]);
  };
  const restore = (values: T) => {
    form.reset(values, { keepDefaultValues: true });
    setAttempted([]);
  };
  const changed = (name: FieldPath<T>) => {
    draft?.save(JSON.stringify(form.getValues()));
    form.clearErrors(name);
  };
  return {
    control: form.control,
    words,
    idOf,
    values: form.getValues,
    attempted,
    focus,
    changed,
    set: (name, value) => {
      form.setValue(name, value as PathValue<T, FieldPath<T>>);
      changed(name);
    },
    drop: (name) => form.unregister(name),
    leave: (name) =>
      onlyOnSaving !== 'all' &&
      afterRelease(() => {
        const found = schema
          .safeParse(form.getValues())
          .error?.issues.find(({ path }) => path.join('.') === name);
        if (!found) form.clearErrors(name);
        else if (!onlyOnSaving.includes(found.message))
          form.setError(name, { type: found.code, message: found.message });
      }),
    fill: (values) => {
      restore(values);
      draft?.save(JSON.stringify(values));
    },
    restore,
    submit: (onValid) =>
      void form.handleSubmit(
        (values) => {
          setAttempted([]);
          onValid(values);
        },
        (errors) => fail(namesOf<T>(errors)),
      )(),
    refuse: (error) => {
      const issues = issuesOf(error);
      if (!issues || !ofServer) return false;
      const found = issues.map(ofServer);
      for (const { name, reason } of found) form.setError(name, { type: 'server', message: reason });
      fail([...new Set(found.map(({ name }) => name))]);
      return true;
    },
  };
}

/** What is in the fields, followed while it is typed. */
export const useFormValues = <T extends FieldValues>({ control }: Pick<ChartForm<T>, 'control'>): T =>
  useWatch({ control }) as T;

/** Where the eye meets a field: the focus goes to the first. */
function positionOf(form: string, name: string): number {
  const ids = [...document.querySelectorAll('input, textarea, select, button')].map(({ id }) => id);
  const place = ids.indexOf(`${form}-${name}`);
  if (place >= 0) return place;
  // a field that is folded away stands where the rest of what it belongs to does
  for (let above = name; above.includes('.');) {
    above = above.slice(0, above.lastIndexOf('.'));
    const first = ids.findIndex((id) => id.startsWith(`${form}-${above}.`));
    if (first >= 0) return first;
  }
  return ids.length;
}

/** Names of what is wrong, from the tree that react-hook-form keeps. */
function namesOf<T extends FieldValues>(errors: FieldErrors<T>, above = ''): FieldPath<T>[] {
  return Object.entries(errors).flatMap(([key, error]) => {
    const name = above ? `${above}.${key}` : key;
    if (typeof error !== 'object' || error === null) return [];
    return typeof (error as { type?: unknown }).type === 'string'
      ? [name as FieldPath<T>]
      : namesOf<T>(error as FieldErrors<T>, name);
  });
}
