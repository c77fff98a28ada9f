import { relations, type ChangeInput, type RecordInput } from '@keneyapp/bff/features/family/schema';
import type { FamilyVersions } from '@keneyapp/bff/features/family/view';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema } from '../../components/form/coded-schema.ts';
import { codedReasons, noCodedValue, readCoded, writtenCoded } from '../../components/form/coded-value.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';

const typedCondition = z.object({
  coded: codedValueSchema,
  age: z.string(),
  /** The words of the disease that is changed; null of a new one. */
  was: z.string().nullable(),
});
const typed = z.object({
  key: z.string(),
  /** '' of a relative whom the form has no word for, and who stays. */
  relation: z.enum(['', ...relations]),
  conditions: z.array(typedCondition),
  deceased: z.enum(['', 'no', 'yes']),
  ageAtDeath: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type FamilyState = z.infer<typeof typed>;

const fields = ['relation', 'conditions', 'deceased', 'ageAtDeath', 'note'] as const;
export type FamilyField = (typeof fields)[number];

export const noCondition: FamilyState['conditions'][number] = { coded: noCodedValue, age: '', was: null };
export const mostConditions = 20;

const ageText = z
  .string()
  .refine((text) => text.trim() === '' || (/^\d{1,3}$/.test(text.trim()) && Number(text) <= 130), 'age');

/** @param isNew of a relative who is there already the form may have no word */
export const familyKit = (isNew: boolean): RecordKit<FamilyState> => ({
  typed,
  schema: typed
    .extend({
      conditions: z.array(
        typedCondition.extend({ coded: codedFieldSchema({ takesText: true }), age: ageText }),
      ),
      ageAtDeath: ageText,
    })
    .refine(({ relation }) => !isNew || relation !== '', { path: ['relation'], error: 'needed' }),
  fields,
  onlyOnSaving: ['empty', 'needed'],
  ofServer: (issue) =>
    issue.path.includes('conditions')
      ? { name: 'conditions.0.coded', reason: codedReasons[issue.message] ?? issue.message }
      : placedIn<FamilyState>(fields)(issue),
});

export const freshFamily = (): FamilyState => ({
  key: crypto.randomUUID(),
  relation: '',
  conditions: [noCondition],
  deceased: '',
  ageAtDeath: '',
  note: '',
});

type Row = FamilyVersions['versions'][number]['row'];
/** Whole years, as a field holds them; '' of what it cannot hold. */
export const typedAge = (when: Row['conditions'][number]['onset']): string =>
  when?.age && when.age.high === null && when.age.unit === 'a' ? String(when.age.low) : '';

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: FamilyVersions['versions'][number]): FormVersion<FamilyState> => ({
  ...rest,
  isGone: row.status === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    relation: relations.find((one) => row.relation.codes.some(({ code }) => code === one)) ?? '',
    conditions: row.conditions.map(({ name, onset }) => ({
      coded: writtenCoded(name),
      age: typedAge(onset),
      was: name.text ?? '',
    })),
    deceased: row.deceased === null ? '' : row.deceased.is ? 'yes' : 'no',
    ageAtDeath: typedAge(row.deceased?.when ?? null),
    note,
  },
});

const numberOf = (text: string): number | null => (text.trim() === '' ? null : Number(text));
const valuesOf = ({ relation, conditions, deceased, ageAtDeath, note }: FamilyState) => ({
  relation: relation || undefined,
  conditions: conditions.map(({ coded, age, was }) => ({ coded: readCoded(coded), age: numberOf(age), was })),
  isDeceased: deceased === '' ? null : deceased === 'yes',
  ageAtDeath: deceased === 'yes' ? numberOf(ageAtDeath) : null,
  note: note.trim(),
});

export const toInput = (state: FamilyState): RecordInput | null => {
  const { relation, conditions, ...rest } = valuesOf(state);
  // without a relative nothing gets past the schema
  return relation === undefined
    ? null
    : {
        key: state.key,
        relation,
        conditions: conditions.map(({ was: _, ...condition }) => condition),
        ...rest,
      };
};

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: FamilyState, over: FamilyState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
