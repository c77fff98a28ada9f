import type { Problem } from '@keneyapp/bff/features/problems/view';

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
