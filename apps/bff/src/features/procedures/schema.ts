import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

const fields = z.object({
  coded: codedInput,
  status: z.enum(['completed', 'not-done']),
  /** Why it was not done. */
  reason: typedText(200),
  isSurgery: z.boolean(),
  /** Null: nobody knows when. */
  date: partialDate.nullable(),
  performer: typedText(120),
  site: typedText(120),
  /** Who says so: the patient, or who writes it. */
  source: z.enum(['told', 'seen']),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second procedure. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;

export const changeInput = changeOf(fields);
export type ChangeInput = z.output<typeof changeInput>;
