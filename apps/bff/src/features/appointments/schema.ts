import { receptionSteps } from '@keneyapp/fhir-model/reception';
import { z } from 'zod';
import { fhirId } from '../../patient-input.ts';

/** A span of the agenda. `from` is a day in the hospital's calendar (`YYYY-MM-DD`); without it, Monday of this week. */
export const agendaInput = z.object({
  from: z.iso.date().optional(),
  days: z.number().int().min(1).max(14).default(7),
  /** Of the units in which the reader works, as on the start page. */
  ofOwnUnits: z.boolean().default(false),
});

/** A number on a door: no name, and too short for what is done there. */
export const roomPattern = /^(?=.*\d)[\p{L}\d][\p{L}\d .-]{0,7}$/u;

const shownMoment = z.string().max(40).nullable();

/** What somebody saw of an appointment, and what became of it. */
export const receiveInput = z.object({
  key: z.uuid(),
  appointmentId: fhirId,
  step: z.enum(receptionSteps),
  /** As it was shown. */
  status: z.enum(['pending', 'booked', 'arrived', 'fulfilled', 'noshow']),
  /** When it was said of who arrived, as it was shown: all of these have the same status, and each is taken back by itself. */
  checked: shownMoment,
  called: shownMoment,
  entered: shownMoment,
  /** Where somebody is called to, as it stands on the door: shown on the wall, so a number and not what is done there. */
  room: z.string().regex(roomPattern).optional(),
});

/** Of which unit (an Organization or Location); null: of those in which the reader works. */
export const wallInput = z.object({ unit: fhirId.nullable().default(null) });
