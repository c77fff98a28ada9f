import type { Problem } from '@keneyapp/bff/features/problems/view';
import { z } from 'zod';

type Coded = Problem['name'];

/** What is in a coded field: the words as they stand there, and the code that was chosen for exactly these. */
export interface CodedValue {
  text: string;
  code: { system: string; code: string } | null;
}
export const noCodedValue: CodedValue = { text: '', code: null };

/** What is recorded, as a coded field holds it: its words, and its first code. */
export const writtenCoded = ({ text, codes }: Coded): CodedValue => ({
  text: text ?? codes[0]?.code ?? '',
  code: codes[0] ?? null,
});
/** What is sent of it. */
export const readCoded = ({ text, code }: CodedValue): CodedValue => ({ text: text.trim(), code });

/** What may be kept in a draft. */
export const codedValueSchema = z.object({
  text: z.string(),
  code: z.object({ system: z.string(), code: z.string() }).nullable(),
});

/** The schema of a coded field; its reasons are `empty`, and `needsCode` where words without a code are not taken. */
export const codedFieldSchema = ({ takesText }: { takesText: boolean }) =>
  codedValueSchema.superRefine(({ text, code }, context) => {
    if (text.trim() === '') context.addIssue({ code: 'custom', message: 'empty' });
    else if (code === null && !takesText) context.addIssue({ code: 'custom', message: 'needsCode' });
  });

/** Reasons of the BFF for a coded element (`coded-check.ts`), in the words of forms. */
export const codedReasons: Record<string, string> = {
  'unknown-code': 'unknownCode',
  'not-loaded': 'notLoaded',
  'needs-code': 'needsCode',
  'not-marked': 'needsCode',
  'terminology-away': 'terminologyAway',
  'other-words': 'otherWords',
  empty: 'empty',
};
