import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, mayHaveReason, partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

const fields = z.object({
  coded: codedInput,
  verification: z.enum(['confirmed', 'provisional']),
  onset: partialDate.nullable(),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second problem. */
export const recordInput = fields.extend({
  key: z.uuid(),
  /** What a person once had is told as that, and is over. */
  course: z.enum(['current', 'past']).default('current'),
  abatement: partialDate.nullable().default(null),
});
export type RecordInput = z.output<typeof recordInput>;

export const resolveInput = mayHaveReason.extend({ abatement: partialDate.nullable() });
export type ResolveInput = z.output<typeof resolveInput>;

export const changeInput = changeOf(fields);
export type ChangeInput = z.output<typeof changeInput>;
