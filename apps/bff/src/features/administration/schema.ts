import { z } from 'zod';
import { roles } from '../../access/roles.ts';
import { emergencyRanges, emergencySettingsSchema } from '../../settings/emergency.ts';

export { emergencyRanges };

export const peoplePerPage = 25;
/** Accounts have the ids of the provider, whatever they look like. */
const personId = z.string().min(1).max(255);
/** What the change is made on, as the view gave it. */
const version = z.string().max(1_000);
const fhirId = z.string().regex(/^(?!\.+$)[A-Za-z0-9.-]{1,64}$/);

export const peopleInput = z
  .object({
    text: z.string().trim().max(100).default(''),
    page: z.number().int().min(1).max(10_000).default(1),
  })
  .prefault({});
export const setActiveInput = z.object({ personId, active: z.boolean(), version });
/** `patient` comes with the record of a patient, never by administration. */
export const setRoleInput = z.object({ personId, role: z.enum(roles).exclude(['patient']), version });
export const addMembershipInput = z.object({ personId, serviceId: fhirId });
export const removeMembershipInput = z.object({
  personId,
  membershipId: fhirId,
  version: z.string().min(1).max(64),
});
export const endSessionInput = z.object({ sessionId: z.uuid() });
export const saveSettingsInput = z.object({
  emergency: emergencySettingsSchema,
  version: z.number().int().nonnegative(),
});
