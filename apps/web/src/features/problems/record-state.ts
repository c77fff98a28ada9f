import type { RecordInput, ChangeInput } from '@keneyapp/bff/features/problems/schema';
import type { ProblemVersions } from '@keneyapp/bff/features/problems/view';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema } from '../../components/form/coded-schema.ts';
import { noCodedValue, readCoded, writtenCoded } from '../../components/form/coded-value.ts';
import { readDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { typedOnset } from '../../components/form/typed-onset.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';

const typed = z.object({
  key: z.string(),
  coded: codedValueSchema,
  /** '' of what is recorded otherwise than the form can say, and stays. */
  verification: z.enum(['', 'confirmed', 'provisional']),
  /** A draft of before it was asked has none. */
  course: z.enum(['current', 'past']).default('current'),
  onset: z.string(),
  abatement: z.string().default(''),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type ProblemState = z.infer<typeof typed>;

const fields = ['coded', 'course', 'verification', 'onset', 'abatement', 'note'] as const;
export type ProblemField = (typeof fields)[number];

export const problemKit: RecordKit<ProblemState> = {
  typed,
  schema: typed.extend({
    coded: codedFieldSchema({ takesText: true }),
    course: z.enum(['current', 'past']),
    onset: pastDateText,
    abatement: pastDateText,
  }),
  fields,
  onlyOnSaving: ['empty'],
  ofServer: placedIn<ProblemState>(fields),
};

export const freshProblem = (): ProblemState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  verification: 'confirmed',
  course: 'current',
  onset: '',
  abatement: '',
  note: '',
});

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: ProblemVersions['versions'][number]): FormVersion<ProblemState> => ({
  ...rest,
  isGone: row.verification === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    coded: writtenCoded(row.name),
    verification:
      row.verification === 'confirmed' || row.verification === 'provisional' ? row.verification : '',
    // that it is over, or not after all, is a step of its own
    course: row.isCurrent ? 'current' : 'past',
    onset: typedOnset(row.onset),
    abatement: typedOnset(row.abatement),
    note,
  },
});

const valuesOf = ({ coded, verification, onset, note }: ProblemState) => ({
  coded: readCoded(coded),
  verification: verification || undefined,
  onset: onset.trim() === '' ? null : readDate(onset),
  note: note.trim(),
});

export const toInput = (state: ProblemState): RecordInput => {
  const { verification = 'confirmed', ...rest } = valuesOf(state);
  const abatement = state.abatement.trim();
  const isPast = state.course === 'past' && abatement !== '';
  return {
    key: state.key,
    verification,
    ...rest,
    course: state.course,
    abatement: isPast ? readDate(abatement) : null,
  };
};

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: ProblemState, over: ProblemState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
