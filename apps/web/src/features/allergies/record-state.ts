import type { ChangeInput, RecordInput } from '@keneyapp/bff/features/allergies/schema';
import type { AllergyVersions } from '@keneyapp/bff/features/allergies/view';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema } from '../../components/form/coded-schema.ts';
import { noCodedValue, readCoded, writtenCoded } from '../../components/form/coded-value.ts';
import { readDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';
import { typedOnset } from '../../components/form/typed-onset.ts';

const typedReaction = z.object({
  manifestation: z.string(),
  severity: z.enum(['', 'mild', 'moderate', 'severe']),
  /** The words of the reaction that is changed; null of a new one. */
  was: z.string().nullable(),
});
export type ReactionState = z.infer<typeof typedReaction>;
const typed = z.object({
  key: z.string(),
  coded: codedValueSchema,
  /** '' as long as nobody said. */
  kind: z.enum(['', 'allergy', 'intolerance']),
  criticality: z.enum(['', 'low', 'high', 'unable-to-assess']),
  /** '' of what is recorded otherwise than the form can say, and stays. */
  verification: z.enum(['', 'unconfirmed', 'confirmed']),
  reactions: z.array(typedReaction),
  onset: z.string(),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type AllergyState = z.infer<typeof typed>;

const fields = ['coded', 'kind', 'criticality', 'verification', 'reactions', 'onset', 'note'] as const;
export type AllergyField = (typeof fields)[number];

export const noReaction: ReactionState = { manifestation: '', severity: '', was: null };
export const mostReactions = 10;

export const allergyKit: RecordKit<AllergyState> = {
  typed,
  schema: typed.extend({
    coded: codedFieldSchema({ takesText: true }),
    onset: pastDateText,
    reactions: z.array(
      typedReaction.refine(({ manifestation, severity }) => severity === '' || manifestation.trim() !== '', {
        path: ['manifestation'],
        error: 'noManifestation',
      }),
    ),
  }),
  fields,
  onlyOnSaving: ['empty', 'noManifestation'],
  ofServer: (issue) =>
    issue.path.includes('reactions')
      ? { name: 'reactions.0.manifestation', reason: 'refused' }
      : placedIn<AllergyState>(fields)(issue),
};

export const freshAllergy = (): AllergyState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  kind: '',
  criticality: '',
  verification: 'unconfirmed',
  reactions: [noReaction],
  onset: '',
  note: '',
});

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: AllergyVersions['versions'][number]): FormVersion<AllergyState> => ({
  ...rest,
  isGone: row.verification === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    coded: writtenCoded(row.substance),
    kind: row.kind ?? '',
    criticality: row.criticality ?? '',
    verification:
      row.verification === 'confirmed' || row.verification === 'unconfirmed' ? row.verification : '',
    reactions:
      row.reactions.length === 0
        ? [noReaction]
        : row.reactions.map(({ words, severity }) => ({
            manifestation: words,
            severity: severity ?? '',
            was: words,
          })),
    onset: typedOnset(row.onset),
    note,
  },
});

const valuesOf = ({ coded, kind, criticality, verification, reactions, onset, note }: AllergyState) => ({
  coded: readCoded(coded),
  kind: kind || null,
  criticality: criticality || null,
  verification: verification || undefined,
  reactions: reactions.flatMap(({ manifestation, severity, was }) =>
    manifestation.trim() === ''
      ? []
      : [{ manifestation: manifestation.trim(), severity: severity || null, was }],
  ),
  onset: onset.trim() === '' ? null : readDate(onset),
  note: note.trim(),
});

export const toInput = (state: AllergyState): Omit<RecordInput, 'isRepeatWanted'> => {
  const { verification = 'unconfirmed', reactions, ...rest } = valuesOf(state);
  return {
    key: state.key,
    verification,
    reactions: reactions.map(({ was: _, ...reaction }) => reaction),
    ...rest,
  };
};

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: AllergyState, over: AllergyState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
