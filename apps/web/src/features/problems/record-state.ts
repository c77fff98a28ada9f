import type { RecordInput } from '@keneyapp/bff/features/problems/schema';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema, noCodedValue } from '../../components/form/coded-value.ts';
import { readDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';

const typed = z.object({
  key: z.string(),
  coded: codedValueSchema,
  verification: z.enum(['confirmed', 'provisional']),
  onset: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type ProblemState = z.infer<typeof typed>;

export const freshProblem = (): ProblemState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  verification: 'confirmed',
  onset: '',
  note: '',
});

/** Reads a draft; null when it is none of this form. */
export function parseProblem(content: string): ProblemState | null {
  try {
    return typed.safeParse(JSON.parse(content)).data ?? null;
  } catch {
    return null;
  }
}

/** What is wrong with what is typed, as reasons. */
export const problemSchema = typed.extend({
  coded: codedFieldSchema({ takesText: true }),
  onset: pastDateText,
});

export const toInput = ({ key, coded, verification, onset, note }: ProblemState): RecordInput => ({
  key,
  coded: { text: coded.text.trim(), code: coded.code },
  verification,
  onset: onset.trim() === '' ? null : readDate(onset),
  note: note.trim(),
});
