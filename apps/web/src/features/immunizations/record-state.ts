import {
  notDoneReasons,
  sites,
  sources,
  type ChangeInput,
  type RecordInput,
} from '@keneyapp/bff/features/immunizations/schema';
import type { ImmunizationVersions } from '@keneyapp/bff/features/immunizations/view';
import { z } from 'zod';
import { codedFieldSchema, codedValueSchema } from '../../components/form/coded-schema.ts';
import { noCodedValue, readCoded, writtenCoded } from '../../components/form/coded-value.ts';
import { readDate, readDay, today, whyNoDate, writeDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';

const typed = z.object({
  key: z.string(),
  coded: codedValueSchema,
  /** 'no' of what was not done. */
  given: z.enum(['yes', 'no']),
  notDone: z.enum(['', ...notDoneReasons]),
  /** '' of what is recorded otherwise than the form can say, and stays. */
  source: z.enum(['', ...sources]),
  date: z.string(),
  lot: z.string(),
  expiry: z.string(),
  dose: z.string(),
  site: z.enum(['', ...sites]),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type ImmunizationState = z.infer<typeof typed>;

const fields = [
  'coded',
  'given',
  'notDone',
  'source',
  'date',
  'lot',
  'expiry',
  'dose',
  'site',
  'note',
] as const;
export type ImmunizationField = (typeof fields)[number];

export const immunizationKit: RecordKit<ImmunizationState> = {
  typed,
  schema: typed
    .extend({
      coded: codedFieldSchema({ takesText: true }),
      date: pastDateText,
      // a vaccine may well be used after today
      expiry: z.string().superRefine((text, context) => {
        if (text.trim() !== '' && readDate(text) === null)
          context.addIssue({ code: 'custom', message: whyNoDate(text) });
      }),
    })
    .refine(({ given, notDone }) => given === 'yes' || notDone !== '', { path: ['notDone'], error: 'needed' })
    .refine(({ given, source, date }) => given === 'no' || source !== 'here' || readDay(date) !== null, {
      path: ['date'],
      error: 'dayNeeded',
    }),
  fields,
  onlyOnSaving: ['empty', 'needed', 'dayNeeded'],
  ofServer: placedIn<ImmunizationState>(fields),
};

export const freshImmunization = (): ImmunizationState => ({
  key: crypto.randomUUID(),
  coded: noCodedValue,
  given: 'yes',
  notDone: '',
  source: 'here',
  date: writeDate(today()),
  lot: '',
  expiry: '',
  dose: '',
  site: '',
  note: '',
});

type Row = ImmunizationVersions['versions'][number]['row'];
const codeIn = <T extends string>(known: readonly T[], concept: Row['site']): T | '' =>
  known.find((one) => concept?.codes.some(({ code }) => code === one)) ?? '';

/** How it is known that it was given, as far as the form can say it. */
export const sourceOf = ({ isPrimarySource, reportOrigin }: Row): ImmunizationState['source'] =>
  isPrimarySource === true ? 'here' : codeIn(['record', 'recall'], reportOrigin);

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: ImmunizationVersions['versions'][number]): FormVersion<ImmunizationState> => ({
  ...rest,
  isGone: row.status === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    coded: writtenCoded(row.vaccine),
    given: row.status === 'not-done' ? 'no' : 'yes',
    notDone: codeIn(notDoneReasons, row.statusReason),
    source: sourceOf(row),
    date: row.date === null ? '' : writeDate(row.date.slice(0, 10)),
    lot: row.lotNumber ?? '',
    expiry: row.expirationDate === null ? '' : writeDate(row.expirationDate),
    dose: row.protocols[0]?.doseNumber ?? '',
    site: codeIn(sites, row.site),
    note,
  },
});

const dateOf = (text: string): string | null => (text.trim() === '' ? null : readDate(text));
const valuesOf = ({ coded, given, notDone, source, date, lot, expiry, ...rest }: ImmunizationState) => ({
  coded: readCoded(coded),
  notDone: given === 'yes' ? null : notDone || undefined,
  source: source || undefined,
  date: dateOf(date),
  lot: lot.trim(),
  expiry: dateOf(expiry),
  dose: rest.dose.trim(),
  site: rest.site || null,
  note: rest.note.trim(),
});

export const toInput = (state: ImmunizationState): RecordInput => {
  const { notDone = null, source = 'recall', ...values } = valuesOf(state);
  return { key: state.key, notDone, source, ...values };
};

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: ImmunizationState, over: ImmunizationState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
