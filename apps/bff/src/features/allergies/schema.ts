import { z } from 'zod';
import { typedText, writtenText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

const reaction = z.object({
  manifestation: writtenText({ least: 1, most: 200 }),
  severity: z.enum(['mild', 'moderate', 'severe']).nullable(),
});
const fields = z.object({
  coded: codedInput,
  /** Null: nobody said which of the two it is. What it is an allergy to (food, drug) is never guessed. */
  kind: z.enum(['allergy', 'intolerance']).nullable(),
  criticality: z.enum(['low', 'high', 'unable-to-assess']).nullable(),
  verification: z.enum(['confirmed', 'unconfirmed']),
  reactions: z.array(reaction).max(10),
  onset: partialDate.nullable(),
  note: typedText(1_000),
});
/** The same is listed as current, and the person has seen it. */
const isRepeatWanted = z.boolean();
/** `key` is made when the form opens: the same key never makes a second allergy. */
export const recordInput = fields.extend({ key: z.uuid(), isRepeatWanted });
export type RecordInput = z.output<typeof recordInput>;

export const recordNoneKnownInput = z.object({ key: z.uuid() });

export const changeInput = changeOf(
  fields.extend({
    reactions: z
      .array(
        reaction.extend({
          /** The words of the reaction that it was: what else is recorded of that stays. Null of a new one. */
          was: z.string().max(2_000).nullable(),
        }),
      )
      .max(10),
  }),
).extend({ isRepeatWanted });
export type ChangeInput = z.output<typeof changeInput>;
