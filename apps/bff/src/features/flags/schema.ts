import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';
import { flagKinds } from './kinds-schema.ts';

const fields = z.object({
  kind: z.enum(flagKinds),
  /** Beyond the kind: the germ, where the directives are; all of it of another kind. */
  detail: typedText(200),
  start: partialDate,
  /** The end that is foreseen; null: until somebody ends it. */
  end: partialDate.nullable(),
  /** Why. */
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second flag. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;

export const changeInput = changeOf(fields.extend({ start: partialDate.nullable() }));
export type ChangeInput = z.output<typeof changeInput>;
