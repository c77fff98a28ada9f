import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { mayHaveReason, partialDate } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

export const recordInput = z.object({
  /** Made when the form opens: the same key never makes a second problem. */
  key: z.uuid(),
  coded: codedInput,
  verification: z.enum(['confirmed', 'provisional']),
  onset: partialDate.nullable(),
  note: typedText(1_000),
});
export type RecordInput = z.output<typeof recordInput>;

export const resolveInput = mayHaveReason.extend({ abatement: partialDate.nullable() });
export type ResolveInput = z.output<typeof resolveInput>;
