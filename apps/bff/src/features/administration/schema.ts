import { z } from 'zod';
import { typedText } from '../../free-text.ts';
import { roles } from '../../access/roles.ts';
import { emergencyRanges, emergencySettingsSchema } from '../../emergency/settings.ts';
import { fhirId } from '../../patient-input.ts';

export { emergencyRanges };

export const peoplePerPage = 25;
/** Accounts have the ids of the provider, whatever they look like. */
const personId = z.string().min(1).max(255);
/** What the change is made on, as the view gave it. */
const version = z.string().max(1_000);

export const peopleInput = z
  .object({ text: typedText(100).default(''), page: z.number().int().min(1).max(10_000).default(1) })
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
const name = z
  .string()
  .trim()
  .min(1)
  .max(80)
  .regex(/^\p{L}[\p{L}\p{M}' ’.-]*$/u);
/** Eleven digits, the last of them by Luhn's formula (ISO/IEC 7812-1). */
const rpps = z
  .string()
  .regex(/^\d{11}$/)
  .refine(isLuhn, 'the key is wrong');
/** `patient` comes with the record of a patient, never by administration. */
export const createAccountInput = z.object({
  /** Made when the form opens: the same key never makes a second account. */
  key: z.uuid(),
  family: name,
  given: name,
  /** As it is typed at sign-in. */
  username: z.string().regex(/^[a-z0-9][a-z0-9._-]{2,63}$/),
  role: z.enum(roles).exclude(['patient']),
  rpps: rpps.nullable().default(null),
  serviceId: fhirId.nullable().default(null),
  first: z.discriminatedUnion('by', [
    z.object({ by: z.literal('password') }),
    z.object({ by: z.literal('invitation'), email: z.email().max(200) }),
  ]),
});
export type CreateAccountInput = z.output<typeof createAccountInput>;

export function isLuhn(digits: string): boolean {
  const sum = [...digits].reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 1 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

export const endSessionInput = z.object({ sessionId: z.uuid() });
export const saveSettingsInput = z.object({
  emergency: emergencySettingsSchema,
  version: z.number().int().nonnegative(),
});
