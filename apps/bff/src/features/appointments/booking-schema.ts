import { resourceReference } from '@keneyapp/appointments/contract';
import { z } from 'zod';
import { typedText, writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

const instant = z.iso.datetime({ offset: true });
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** What is looked for starts today or later, and no more than a year and a bit from now. */
const maxDays = 400;
const maxVisits = 60;
const maxComment = 500;

const placeReference = z
  .string()
  .regex(/^(Practitioner|Location|Device|HealthcareService)\/[A-Za-z0-9.-]{1,64}$/);

/** "The first echo in the next three weeks, mornings, not Wednesday". */
export const findInput = z.object({
  kind: fhirId,
  /** A day of the hospital; the past is left out. */
  from: z.iso.date(),
  days: z.number().int().min(1).max(maxDays).default(21),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).nullable().default(null),
  starts: timeOfDay.default('00:00'),
  ends: timeOfDay.default('24:00'),
  /** Null: whoever gives this kind of visit. */
  practitionerId: fhirId.nullable().default(null),
  /** On the same day afterwards, with so many minutes between at most. */
  then: z
    .object({
      kind: fhirId,
      practitionerId: fhirId.nullable().default(null),
      maxGapMinutes: z.number().int().min(0).max(480).default(60),
    })
    .nullable()
    .default(null),
  limit: z.number().int().min(1).max(100).default(20),
});

export const openingsInput = z.object({
  /** Practitioners and rooms. */
  resources: z.array(resourceReference).min(1).max(100),
  from: z.iso.date(),
  days: z.number().int().min(1).max(42),
});

/** Six weeks hold a whole month. */
export const monthInput = z.object({
  from: z.iso.date(),
  days: z.number().int().min(1).max(42),
  /** Null: everybody's. */
  practitionerId: fhirId.nullable().default(null),
  /** Of the units in which the reader works. */
  ofOwnUnits: z.boolean().default(false),
});

const visits = z
  .array(z.object({ kind: fhirId, start: instant, resources: z.array(placeReference).min(1).max(8) }))
  .min(1)
  .max(maxVisits);

/** Keeps places while the person is on the telephone. `isTrial`: says only what it would come to. */
export const holdInput = z.object({ key: z.uuid(), visits, isTrial: z.boolean().default(false) });

export const letGoInput = z.object({ bookings: z.array(z.uuid()).min(1).max(maxVisits) });

export const bookInput = z.object({
  key: z.uuid(),
  bookings: z.array(z.uuid()).min(1).max(maxVisits),
  /** For who receives the person; no clinical word. */
  comment: typedText(maxComment).default(''),
  /** Why it lies over others or outside of what is open; asked of what was kept with `holdOver`. */
  overReason: typedText(maxComment).default(''),
});

/** An appointment as it stood before the eyes of whoever changes it. */
const seen = { key: z.uuid(), appointmentId: fhirId, start: instant };

export const moveInput = z.object({
  ...seen,
  to: z.object({
    start: instant,
    /** Null: as long as it is. */
    minutes: z.number().int().min(5).max(1_440).nullable().default(null),
    /** Null: the same. */
    resources: z.array(placeReference).min(1).max(8).nullable().default(null),
  }),
});
export const moveOverInput = moveInput.extend({ overReason: writtenText({ least: 1, most: maxComment }) });

const cancelledBy = ['patient', 'hospital'] as const;
export const cancelInput = z.object({
  ...seen,
  by: z.enum(cancelledBy),
  reason: writtenText({ least: 1, most: maxComment }),
});
export const restoreInput = z.object(seen);

export const historyInput = z.object({ appointmentId: fhirId });
