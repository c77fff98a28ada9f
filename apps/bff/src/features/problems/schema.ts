import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { codedInput } from '../../terminology/coded-input.ts';

/** A year, a month or a day, as it is known. */
const partialDate = z.string().regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/);

export const recordInput = z.object({
  /** Made when the form opens: the same key never makes a second problem. */
  key: z.uuid(),
  coded: codedInput,
  verification: z.enum(['confirmed', 'provisional']),
  onset: partialDate.nullable(),
  note: typedText(1_000),
});
export type RecordInput = z.output<typeof recordInput>;
