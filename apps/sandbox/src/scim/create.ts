import { z } from 'zod';
import type { Account } from '../oidc/account.ts';
import { ScimFailure } from './failure.ts';
import { clinicalSchema, knownRoles, userSchema } from './user.ts';

const newUserSchema = z.object({
  schemas: z.array(z.string()).refine((list) => list.includes(userSchema), `must name ${userSchema}`),
  userName: z
    .string()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,63}$/,
      'is made of small letters, digits, dots and dashes, as people type it at sign-in',
    ),
  name: z.object({
    familyName: z.string().min(1).max(100),
    givenName: z.string().max(100).default(''),
    honorificPrefix: z.string().max(20).default(''),
  }),
  active: z.boolean().default(true),
  roles: z.array(z.object({ value: z.enum(knownRoles) })).min(1),
  [clinicalSchema]: z
    .object({
      fhirUser: z
        .string()
        .regex(/^(Practitioner|Patient|RelatedPerson)\/[A-Za-z0-9.-]{1,64}$/)
        .optional(),
    })
    .default({}),
});

/** The account a POST to /Users (RFC 7644, 3.3) asks for. Its password is that of all demonstration accounts. */
export function newAccount(body: unknown): Omit<Account, 'version' | 'changedAt'> {
  const parsed = newUserSchema.safeParse(body);
  if (!parsed.success)
    throw new ScimFailure(
      400,
      parsed.error.issues.map((i) => `${i.path.join('.') || 'body'}: ${i.message}`).join('; '),
      'invalidValue',
    );
  const { userName, name, active, roles, [clinicalSchema]: clinical } = parsed.data;
  return {
    username: userName,
    family: name.familyName,
    given: name.givenName,
    prefix: name.honorificPrefix,
    active,
    roles: [...new Set(roles.map(({ value }) => value))],
    fhirUser: clinical.fhirUser ?? null,
  };
}
