import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { changeOf } from '../../statement-input.ts';
import { codedInput } from '../../terminology/coded-input.ts';

/** Of http://terminology.hl7.org/CodeSystem/v3-RoleCode. */
export const relations = [
  'MTH',
  'FTH',
  'SIS',
  'BRO',
  'DAU',
  'SON',
  'MGRMTH',
  'MGRFTH',
  'PGRMTH',
  'PGRFTH',
  'AUNT',
  'UNCLE',
  'COUSN',
  'HSIS',
  'HBRO',
] as const;
export type Relation = (typeof relations)[number];

/** In whole years. */
const age = z.number().int().min(0).max(130);
const condition = z.object({ coded: codedInput, age: age.nullable() });
const fields = z.object({
  relation: z.enum(relations),
  conditions: z.array(condition).min(1).max(20),
  /** Null: nobody said whether they live. */
  isDeceased: z.boolean().nullable(),
  ageAtDeath: age.nullable(),
  note: typedText(1_000),
});
/** `key` is made when the form opens: the same key never makes a second entry. */
export const recordInput = fields.extend({ key: z.uuid() });
export type RecordInput = z.output<typeof recordInput>;
export const recordNoneKnownInput = z.object({ key: z.uuid() });

export const changeInput = changeOf(
  fields.extend({
    conditions: z
      .array(
        condition.extend({
          /** The words of the disease that it was: what else is recorded of that stays. Null of a new one. */
          was: z.string().max(2_000).nullable(),
        }),
      )
      .min(1)
      .max(20),
  }),
);
export type ChangeInput = z.output<typeof changeInput>;
