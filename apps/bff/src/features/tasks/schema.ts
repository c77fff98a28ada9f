import { isIsoDay } from '@keneyapp/clinical';
import { addDays, dayOf } from '@keneyapp/fhir-model/hospital-days';
import { z } from 'zod';
import { typedText, writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

/** The roles that a task can be addressed to in a unit. */
export const addressedRoles = ['doctor', 'nurse', 'pharmacist', 'radiologist', 'secretary'] as const;

const addressee = z.object({
  key: z.string().regex(/^(Practitioner|Organization)\/[A-Za-z0-9\-.]{1,64}$/),
  /** Of a unit alone. */
  role: z.enum(addressedRoles).nullable(),
});
export type AddresseeInput = z.output<typeof addressee>;

const longestTitle = 200,
  longestNote = 1_000,
  maxLevels = 3,
  longestAfterMinutes = 7 * 24 * 60;
export const longestPutOffDays = 90;
const day = 86_400_000;
/** A moment to come; what was typed a day ago, without a network, still holds. */
const moment = z.iso
  .datetime({ offset: true })
  .refine((text) => Date.parse(text) >= Date.now() - day, { error: 'past' })
  .refine((text) => Date.parse(text) <= Date.now() + 5 * 366 * day, { error: 'far' });

const made = {
  /** Made when the form opens: the same key never makes a second one. */
  key: z.uuid(),
  /** To do, or to know. */
  kind: z.enum(['task', 'notice']),
  title: writtenText({ least: 3, most: longestTitle }),
  note: typedText(longestNote),
  to: addressee,
  priority: z.enum(['routine', 'urgent', 'stat']),
  due: moment.nullable(),
  /** Who is asked next, each so long after the one before. */
  levels: z
    .array(z.object({ to: addressee, afterMinutes: z.int().min(5).max(longestAfterMinutes) }))
    .max(maxLevels),
};
export const createInput = z.object(made);
export type CreateInput = z.output<typeof createInput>;

const moved = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('take') }),
  z.object({ kind: z.literal('give-back') }),
  z.object({ kind: z.literal('hand-on'), to: addressee, note: typedText(longestNote) }),
  z.object({ kind: z.literal('put-off'), until: moment }),
  z.object({ kind: z.literal('finish'), note: typedText(longestNote) }),
  z.object({ kind: z.literal('reopen') }),
  z.object({ kind: z.literal('call-off') }),
]);
export type Move = z.output<typeof moved>;
export const moveInput = z.object({ key: z.uuid(), id: fhirId, version: fhirId, move: moved });
export type MoveInput = z.output<typeof moveInput>;

export const seeInput = z.object({ id: fhirId });
export const findInput = z.object({ words: typedText(60) });

/** Whoever is away for longer is not of the house any more; it is entered again. */
const longestAbsenceDays = 366;
const isoDay = z.string().refine(isIsoDay);
export const absenceInput = z.object({
  absence: z
    .object({
      fromDay: isoDay,
      toDay: isoDay,
      standIn: z.string().regex(/^Practitioner\/[A-Za-z0-9\-.]{1,64}$/),
    })
    .refine(({ fromDay, toDay }) => fromDay <= toDay, { error: 'order', path: ['toDay'] })
    .refine(({ fromDay, toDay }) => toDay <= addDays(fromDay, longestAbsenceDays), {
      error: 'long',
      path: ['toDay'],
    })
    .refine(({ fromDay }) => fromDay <= addDays(dayOf(new Date()), longestAbsenceDays), {
      error: 'far',
      path: ['fromDay'],
    })
    .nullable(),
});
export type AbsenceInput = z.output<typeof absenceInput>;
