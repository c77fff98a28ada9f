import { flagKinds } from '@keneyapp/bff/features/flags/kinds-schema';
import type { ChangeInput, RecordInput } from '@keneyapp/bff/features/flags/schema';
import type { FlagVersions } from '@keneyapp/bff/features/flags/view';
import { z } from 'zod';
import { readDate, today, whyNoDate, writeDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';

const typed = z.object({
  key: z.string(),
  /** '' of what another system recorded in words of its own, and stays. */
  kind: z.enum(['', ...flagKinds]),
  detail: z.string(),
  start: z.string(),
  end: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type FlagState = z.infer<typeof typed>;

const fields = ['kind', 'detail', 'start', 'end', 'note'] as const;
export type FlagField = (typeof fields)[number];

/** It may lie ahead. */
const endText = z.string().superRefine((text, context) => {
  if (text.trim() !== '' && readDate(text) === null)
    context.addIssue({ code: 'custom', message: whyNoDate(text) });
});

/** @param isNew of one that is there already the form may have no word, and no date */
export const flagKit = (isNew: boolean): RecordKit<FlagState> => ({
  typed,
  schema: typed
    .extend({ start: pastDateText, end: endText })
    .refine(({ kind }) => !isNew || kind !== '', { path: ['kind'], error: 'needed' })
    .refine(({ start }) => !isNew || start.trim() !== '', { path: ['start'], error: 'needed' })
    .refine(({ kind, detail }) => (kind !== '' && kind !== 'other') || detail.trim() !== '', {
      path: ['detail'],
      error: 'needed',
    }),
  fields,
  onlyOnSaving: ['needed'],
  ofServer: placedIn<FlagState>(fields),
});

export const freshFlag = (): FlagState => ({
  key: crypto.randomUUID(),
  kind: '',
  detail: '',
  start: writeDate(today()),
  end: '',
  note: '',
});

const typedDay = (at: string | null): string => (at === null ? '' : writeDate(at.slice(0, 10)));

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: FlagVersions['versions'][number]): FormVersion<FlagState> => ({
  ...rest,
  isGone: row.status === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    kind: row.kind ?? '',
    detail: row.detail ?? '',
    start: typedDay(row.start),
    end: typedDay(row.end),
    note,
  },
});

const dayOf = (text: string): string | null => (text.trim() === '' ? null : readDate(text));
const valuesOf = ({ kind, detail, start, end, note }: FlagState) => ({
  kind: kind || undefined,
  detail: detail.trim(),
  start: dayOf(start),
  end: dayOf(end),
  note: note.trim(),
});

export function toInput(state: FlagState): RecordInput | null {
  const { kind, start, ...rest } = valuesOf(state);
  // without them nothing gets past the schema
  return kind === undefined || start === null ? null : { key: state.key, kind, start, ...rest };
}

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: FlagState, over: FlagState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
