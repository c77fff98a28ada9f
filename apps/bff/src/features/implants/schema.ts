import { implantKinds, mriStates } from '@keneyapp/fhir-model/implant-kinds';
import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf, partialDate } from '../../statement-input.ts';

export { implantKinds, mriStates };

const fields = z.object({
  kind: z.enum(implantKinds),
  /** Beyond the kind; all of it of another kind. */
  detail: typedText(200),
  maker: typedText(120),
  model: typedText(120),
  serial: typedText(80),
  lot: typedText(80),
  /** As it was scanned, with the separators of a scanner, or is printed. */
  udi: z
    .string()
    .trim()
    .max(300)
    .refine((text) => typedText(300).safeParse(text.replaceAll('\u001d', '')).success),
  site: typedText(120),
  /** Null: nobody knows when. */
  implanted: partialDate.nullable(),
  state: z.enum(['in-place', 'removed']),
  removed: partialDate.nullable(),
  mri: z.enum(mriStates),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second implant. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;

export const changeInput = changeOf(fields);
export type ChangeInput = z.output<typeof changeInput>;
