import { z } from 'zod';
import { typedText, writtenText } from '../../free-text.ts';
import { partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

export const recordInput = z.object({
  /** Made when the form opens: the same key never makes a second allergy. */
  key: z.uuid(),
  coded: codedInput,
  /** Null: nobody said which of the two it is. What it is an allergy to (food, drug) is never guessed. */
  kind: z.enum(['allergy', 'intolerance']).nullable(),
  criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
  verification: z.enum(['confirmed', 'unconfirmed']),
  reactions: z
    .array(
      z.object({
        manifestation: writtenText({ least: 1, most: 200 }),
        severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
      }),
    )
    .max(10),
  onset: partialDate.nullable(),
  note: typedText(1_000),
  /** The same is listed as current, and the person has seen it. */
  isRepeatWanted: z.boolean(),
});
export type RecordInput = z.output<typeof recordInput>;

export const recordNoneKnownInput = z.object({ key: z.uuid() });
