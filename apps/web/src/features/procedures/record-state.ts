import type { ChangeInput, RecordInput } from '@keneyapp/bff/features/procedures/schema';
import type { ProcedureVersions } from '@keneyapp/bff/features/procedures/view';
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
  /** '' of what is recorded otherwise than the form can say (planned, stopped), and stays. */
  status: z.enum(['', 'completed', 'not-done']),
  reason: z.string(),
  nature: z.enum(['surgery', 'other']),
  date: z.string(),
  performer: z.string(),
  site: z.string(),
  source: z.enum(['told', 'seen']),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type ProcedureState = z.infer<typeof typed>;

const fields = [
  'coded',
  'status',
  'reason',
  'nature',
  'source',
  'date',
  'performer',
  'site',
  'note',
] as const;
export type ProcedureField = (typeof fields)[number];

export const procedureKit: RecordKit<ProcedureState> = {
  typed,
  schema: typed
    .extend({ coded: codedFieldSchema({ takesText: true }), date: pastDateText })
    .refine(({ status, reason }) => status !== 'not-done' || reason.trim() !== '', {
      path: ['reason'],
      error: 'needed',
    }),
  fields,
  onlyOnSaving: ['empty', 'needed'],
  ofServer: placedIn<ProcedureState>(fields),
};

export const freshProcedure = (): ProcedureState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  status: 'completed',
  reason: '',
  nature: 'other',
  date: '',
  performer: '',
  site: '',
  source: 'told',
  note: '',
});

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: ProcedureVersions['versions'][number]): FormVersion<ProcedureState> => ({
  ...rest,
  isGone: row.status === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    coded: writtenCoded(row.name),
    status: row.status === 'completed' || row.status === 'not-done' ? row.status : '',
    reason: row.statusReason?.text ?? '',
    nature: row.isSurgery ? 'surgery' : 'other',
    date: typedOnset(row.performed),
    performer: row.performers[0]?.name ?? '',
    site: row.bodySites[0]?.text ?? '',
    source: row.isTold ? 'told' : 'seen',
    note,
  },
});

const valuesOf = ({ coded, status, reason, nature, date, ...rest }: ProcedureState) => ({
  coded: readCoded(coded),
  status: status || undefined,
  reason: status === 'completed' ? '' : reason.trim(),
  isSurgery: nature === 'surgery',
  date: date.trim() === '' ? null : readDate(date),
  performer: rest.performer.trim(),
  site: rest.site.trim(),
  source: rest.source,
  note: rest.note.trim(),
});

export const toInput = (state: ProcedureState): RecordInput => {
  const { status = 'completed', ...values } = valuesOf(state);
  return { key: state.key, status, ...values };
};

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: ProcedureState, over: ProcedureState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
