'use client';
import { useMutation, type UseMutationOptions } from '@tanstack/react-query';
import { useState } from 'react';
import type { FieldPath, FieldValues } from 'react-hook-form';
import type { z } from 'zod';
import { isChangedMeanwhile } from '../../trpc/error.ts';
import type { Side } from '../changed-meanwhile.tsx';
import type { Draft } from '../use-draft.ts';
import { issuesOf, type Issue } from './server-issues.ts';
import { useChartForm, useFormValues, type ChartForm, type FormWords } from './use-chart-form.ts';

/** What a form that records one thing says of its fields. */
export interface RecordWords<T extends FieldValues> extends FormWords<T> {
  /** What is in a field, in words; `''` of nothing. */
  value: (name: FieldPath<T>, state: T) => string;
}

/** What the fields of a form hold, apart from how they look. */
export interface RecordKit<T extends FieldValues> {
  /** As typed: this is what a draft holds. */
  typed: z.ZodType<T>;
  /** What is wrong with it, as reasons. */
  schema: z.ZodType<T, T>;
  /** In the order in which they are read. */
  fields: readonly FieldPath<T>[];
  onlyOnSaving: readonly string[];
  ofServer: (issue: Issue) => { name: FieldPath<T>; reason: string };
}

/** A version of what is changed, as the form would hold it. */
export interface FormVersion<T> {
  version: string;
  changedAt: string | null;
  changedBy: string | null;
  state: T;
  /** It cannot be changed any more. */
  isGone: boolean;
}
/** What a form changes: its versions, newest first, and the one that was read when the form was opened. */
export interface ChangeOf<T> {
  versions: readonly [FormVersion<T>, ...FormVersion<T>[]];
  startVersion: string;
  /** Reads the versions again. */
  refresh: () => unknown;
}

/** Reads a draft; null when it is none of this form. */
export const readDraft =
  <T extends FieldValues>({ typed }: Pick<RecordKit<T>, 'typed'>) =>
  (content: string): T | null => {
    try {
      return typed.safeParse(JSON.parse(content)).data ?? null;
    } catch {
      return null;
    }
  };

/** The values that differ from those that were read; null where none does. What nobody changed is not written anew. */
export function changedOf<V extends object>(values: V, before: V): Partial<V> | null {
  const changed = Object.entries(values).filter(
    ([name, value]) => JSON.stringify(value) !== JSON.stringify(Reflect.get(before, name)),
  );
  return changed.length > 0 ? (Object.fromEntries(changed) as Partial<V>) : null;
}

interface Saved {
  id: string;
  /** It was saved before: nothing was added. */
  isReplay: boolean;
}
interface Callbacks {
  onSuccess: (answer: Saved) => unknown;
  onError: (error: unknown) => void;
}

interface Options<T extends FieldValues, Failure, Input> {
  kit: RecordKit<T>;
  words: RecordWords<T>;
  draft: Draft;
  initial: T;
  /** Left out of a form that makes something new. */
  change?: ChangeOf<T> | undefined;
  /** The procedure that saves. */
  procedure: (callbacks: Callbacks) => UseMutationOptions<Saved, Failure, Input>;
  /** What is sent: the whole of it, or what differs from `over`; null where that is nothing. */
  toInput: (state: T, over: FormVersion<T> | null) => Input | null;
  onSaved: (answer: Saved) => void;
  onRefused?: () => void;
  onUnsafe: (isUnsafe: boolean) => void;
}

/** What the forms that record one thing, and change it, have in common: draft, conflict, save. Its frame is `RecordFrame`. */
export function useRecordForm<T extends FieldValues, Failure, Input>({
  kit,
  words,
  draft,
  initial,
  change,
  procedure,
  toInput,
  onSaved,
  onRefused,
  onUnsafe,
}: Options<T, Failure, Input>) {
  const form = useChartForm<T>({
    initial,
    schema: kit.schema,
    draft,
    words,
    onlyOnSaving: kit.onlyOnSaving,
    ofServer: kit.ofServer,
    onUnsafe,
  });
  const mine = useFormValues(form);
  /** The version that was before the person's eyes when they decided. */
  const [version, setVersion] = useState(change?.startVersion ?? '');
  const [wasUnchanged, setWasUnchanged] = useState(false);
  const current = change?.versions[0] ?? null;
  const mutation = useMutation(
    procedure({
      onSuccess: async (answer) => {
        // the draft has done its duty; if it cannot be removed now, saving it again finds what is there
        await draft.discard().catch(() => undefined);
        onSaved(answer);
      },
      onError: (error) => {
        if (!form.refuse(error) && isChangedMeanwhile(error)) void change?.refresh();
        onRefused?.();
      },
    }),
  );
  const isOverdue = current !== null && current.version !== version;
  const submit = (over = version): void => {
    if (mutation.isPending || current?.isGone) return;
    form.submit((state) => {
      const base = change?.versions.find((one) => one.version === over) ?? null;
      const input = toInput(state, base);
      setWasUnchanged(input === null);
      if (input !== null) mutation.mutate(input);
    });
  };
  const versionsOf = (theirs: T, own: T, before?: T) =>
    kit.fields
      .filter((name) => words.value(name, theirs) !== words.value(name, own))
      .map((name) => ({
        key: name,
        label: words.label(name, own),
        ...(before ? { before: words.value(name, before) } : {}),
        theirs: words.value(name, theirs),
        mine: words.value(name, own),
      }));
  const merge = (own: T, theirs: T, chosen: Readonly<Record<string, Side>>): T =>
    Object.assign(
      { ...own },
      ...kit.fields.map((name) => ({ [name]: (chosen[name] === 'theirs' ? theirs : own)[name] })),
    ) as T;
  return {
    form: form as ChartForm<T>,
    draft,
    mutation: mutation as Pick<typeof mutation, 'isPending' | 'isPaused' | 'error'>,
    submit: () => submit(),
    failure: mutation.error && !issuesOf(mutation.error) ? (mutation.error as unknown) : null,
    read: readDraft(kit),
    versionsOf,
    merge,
    wasUnchanged: wasUnchanged && toInput(mine, current) === null,
    /** What somebody else saved meanwhile; null as long as nobody did. */
    conflict:
      change && isOverdue && current
        ? {
            current,
            versions: versionsOf(
              current.state,
              mine,
              change.versions.find((one) => one.version === version)?.state,
            ),
            isAnswer: isChangedMeanwhile(mutation.error),
            takeTheirs: () => void draft.discard().catch(() => undefined),
            takeMine: () => {
              setVersion(current.version);
              submit(current.version);
            },
            takeChosen: (chosen: Readonly<Record<string, Side>>) => {
              form.fill(merge(mine, current.state, chosen));
              setVersion(current.version);
              submit(current.version);
            },
          }
        : null,
  };
}
export type RecordFormState<T extends FieldValues> = ReturnType<typeof useRecordForm<T, unknown, unknown>>;
