import {
  implantKinds,
  mriStates,
  type ChangeInput,
  type RecordInput,
} from '@keneyapp/bff/features/implants/schema';
import type { ImplantVersions } from '@keneyapp/bff/features/implants/view';
import { parseUdi } from '@keneyapp/clinical';
import { z } from 'zod';
import { readDate, writeDate } from '../../components/form/paris-time.ts';
import { pastDateText } from '../../components/form/past-date.ts';
import { placedIn } from '../../components/form/record-reasons.ts';
import { changedOf, type FormVersion, type RecordKit } from '../../components/form/use-record-form.ts';
import { saysGs1 } from './identifier.ts';

const typed = z.object({
  key: z.string(),
  /** '' of what another system recorded in words of its own, and stays. */
  kind: z.enum(['', ...implantKinds]),
  detail: z.string(),
  maker: z.string(),
  model: z.string(),
  serial: z.string(),
  lot: z.string(),
  udi: z.string(),
  site: z.string(),
  implanted: z.string(),
  state: z.enum(['in-place', 'removed']),
  removed: z.string(),
  mri: z.enum(mriStates),
  note: z.string(),
});
/** What is in the fields, as typed; this is what the draft holds. */
export type ImplantState = z.infer<typeof typed>;

const fields = [
  'kind',
  'detail',
  'mri',
  'site',
  'implanted',
  'state',
  'removed',
  'udi',
  'maker',
  'model',
  'serial',
  'lot',
  'note',
] as const;
export type ImplantField = (typeof fields)[number];

/** Numbers that are typed beside the identifier are those of the identifier. */
const agrees = (written: string, read: string | null | undefined): boolean =>
  !read || written.trim() === '' || written.trim() === read;

/** @param isNew of one that is there already the form may have no word */
export const implantKit = (isNew: boolean): RecordKit<ImplantState> => ({
  typed,
  schema: typed
    .extend({ implanted: pastDateText, removed: pastDateText })
    .refine(({ kind }) => !isNew || kind !== '', { path: ['kind'], error: 'needed' })
    .refine(({ kind, detail }) => (kind !== '' && kind !== 'other') || detail.trim() !== '', {
      path: ['detail'],
      error: 'needed',
    })
    .refine(({ udi }) => !saysGs1(udi) || parseUdi(udi) !== null, { path: ['udi'], error: 'unreadable' })
    .refine(({ udi, serial }) => agrees(serial, parseUdi(udi)?.serial), {
      path: ['serial'],
      error: 'otherNumber',
    })
    .refine(({ udi, lot }) => agrees(lot, parseUdi(udi)?.lot), { path: ['lot'], error: 'otherNumber' }),
  fields,
  onlyOnSaving: ['needed', 'unreadable'],
  ofServer: placedIn<ImplantState>(fields),
});

export const freshImplant = (): ImplantState => ({
  key: crypto.randomUUID(),
  kind: '',
  detail: '',
  maker: '',
  model: '',
  serial: '',
  lot: '',
  udi: '',
  site: '',
  implanted: '',
  state: 'in-place',
  removed: '',
  mri: 'unknown',
  note: '',
});

const typedDay = (at: string | null): string => (at === null ? '' : writeDate(at.slice(0, 10)));

/** A version as the form holds it. */
export const versionOf = ({
  row,
  note,
  ...rest
}: ImplantVersions['versions'][number]): FormVersion<ImplantState> => ({
  ...rest,
  isGone: row.state === 'entered-in-error',
  state: {
    key: crypto.randomUUID(),
    kind: row.kind ?? '',
    detail: row.detail ?? '',
    maker: row.maker ?? '',
    model: row.model ?? '',
    serial: row.serial ?? '',
    lot: row.lot ?? '',
    udi: row.udi ?? '',
    site: row.site ?? '',
    implanted: typedDay(row.implanted),
    state: row.state === 'removed' ? 'removed' : 'in-place',
    removed: typedDay(row.removed),
    mri: row.mri,
    note,
  },
});

export const dateOf = (text: string): string | null => (text.trim() === '' ? null : readDate(text));
function valuesOf({ kind, state, implanted, removed, mri, ...words }: ImplantState) {
  const read = parseUdi(words.udi);
  return {
    kind: kind || undefined,
    detail: words.detail.trim(),
    maker: words.maker.trim(),
    model: words.model.trim(),
    // what the identifier says need not be typed
    serial: words.serial.trim() || (read?.serial ?? ''),
    lot: words.lot.trim() || (read?.lot ?? ''),
    udi: words.udi.trim(),
    site: words.site.trim(),
    implanted: dateOf(implanted),
    state,
    removed: state === 'removed' ? dateOf(removed) : null,
    mri,
    note: words.note.trim(),
  };
}

export function toInput(state: ImplantState): RecordInput | null {
  const { kind, ...rest } = valuesOf(state);
  // without it nothing gets past the schema
  return kind === undefined ? null : { key: state.key, kind, ...rest };
}

/** What differs from the version that was read; null where that is nothing. */
export const toChanges = (state: ImplantState, over: ImplantState): ChangeInput['changes'] | null =>
  changedOf(valuesOf(state), valuesOf(over));
