import { resourceReference, rule, visitKind } from '@keneyapp/appointments/contract';
import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

const instant = z.iso.datetime({ offset: true });
const timeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/);
/** What was read is changed; null: there was none. */
const version = z.number().int().min(1);
/** Bookings that the preview said a change leaves outside; what it did not say is not left there. */
const seen = z.array(z.uuid()).max(2_000);

export const rulesOfInput = z.object({ resource: resourceReference });

export const holidaysInput = z
  .object({ from: z.iso.date(), until: z.iso.date() })
  .refine(({ from, until }) => from <= until && Number(until.slice(0, 4)) - Number(from.slice(0, 4)) <= 3, {
    path: ['until'],
    message: 'must be within three years of `from`',
  });

/** A rule that is put in the place of the one with its id, or one that goes. */
export const previewRulesInput = z.object({
  resource: resourceReference,
  put: rule.nullable(),
  remove: fhirId.nullable(),
});
export const saveRuleInput = z.object({ rule, version: version.nullable(), seen });
export const removeRuleInput = z.object({ resource: resourceReference, id: fhirId, version, seen });

export const saveResourceInput = z.object({
  reference: resourceReference,
  lanes: z.number().int().min(1).max(50),
  /** Null: somebody who has no agenda yet. */
  version: version.nullable(),
});
export const saveKindInput = z.object({ kind: visitKind, version });

/** From when until when somebody, or a room, is not there. */
export const absentDayInput = z.object({ resource: resourceReference, start: instant, end: instant }).refine(
  ({ start, end }) => {
    const ms = Date.parse(end) - Date.parse(start);
    return ms > 0 && ms <= 31 * 86_400_000;
  },
  { path: ['end'], message: 'must be later than `start`, by at most 31 days' },
);

/** Of the units in which the reader works, or of the whole house. */
export const ownOrAllInput = z.object({ ofOwnUnits: z.boolean().default(true) });

const urgencies = ['routine', 'soon', 'urgent'] as const;
export const addToWaitingInput = z.object({
  /** Made by the form: sent twice it is one. */
  id: z.uuid(),
  kind: fhirId,
  practitionerId: fhirId.nullable().default(null),
  from: z.iso.date(),
  days: z.number().int().min(1).max(400),
  weekdays: z.array(z.number().int().min(1).max(7)).min(1).max(7).nullable().default(null),
  starts: timeOfDay.default('00:00'),
  ends: timeOfDay.default('24:00'),
  urgency: z.enum(urgencies),
});
export const withdrawWaitingInput = z.object({ id: z.uuid() });

export const seeClashInput = z.object({ id: z.uuid() });
