import type { RecordInput } from '@keneyapp/bff/features/allergies/schema';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema, noCodedValue } from '../../components/form/coded-value.ts';
import { readDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';

const typed = z.object({
  key: z.string(),
  coded: codedValueSchema,
  /** '' as long as nobody said. */
  kind: z.enum(['', 'allergy', 'intolerance']),
  criticality: z.enum(['', 'low', 'high', 'unable-to-assess']),
  verification: z.enum(['unconfirmed', 'confirmed']),
  manifestation: z.string(),
  severity: z.enum(['', 'mild', 'moderate', 'severe']),
  onset: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type AllergyState = z.infer<typeof typed>;

export const freshAllergy = (): AllergyState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  kind: '',
  criticality: '',
  verification: 'unconfirmed',
  manifestation: '',
  severity: '',
  onset: '',
  note: '',
});

/** Reads a draft; null when it is none of this form. */
export function parseAllergy(content: string): AllergyState | null {
  try {
    return typed.safeParse(JSON.parse(content)).data ?? null;
  } catch {
    return null;
  }
}

/** What is wrong with what is typed, as reasons. */
export const allergySchema = typed
  .extend({ coded: codedFieldSchema({ takesText: true }), onset: pastDateText })
  .refine(({ manifestation, severity }) => severity === '' || manifestation.trim() !== '', {
    path: ['manifestation'],
    error: 'noManifestation',
  });

export const toInput = (state: AllergyState): Omit<RecordInput, 'isRepeatWanted'> => ({
  key: state.key,
  coded: { text: state.coded.text.trim(), code: state.coded.code },
  kind: state.kind || null,
  criticality: state.criticality || null,
  verification: state.verification,
  reactions:
    state.manifestation.trim() === ''
      ? []
      : [{ manifestation: state.manifestation.trim(), severity: state.severity || null }],
  onset: state.onset.trim() === '' ? null : readDate(state.onset),
  note: state.note.trim(),
});
