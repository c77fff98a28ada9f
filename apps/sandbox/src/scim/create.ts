import { z } from 'zod';
import type { Account } from '../oidc/account.ts';
import { passwordProblem } from '../oidc/passwords.ts';
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
  /** Never answered with (RFC 7643, 4.1.1). It is a first one: at the next sign-in another has to be chosen. */
  password: z.string().max(128).optional(),
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

interface NewAccount {
  account: Omit<Account, 'version' | 'changedAt'>;
  /** Null: that of all demonstration accounts. */
  password: string | null;
}

/** The account a POST to /Users (RFC 7644, 3.3) asks for. */
export function newAccount(body: unknown): NewAccount {
  const parsed = newUserSchema.safeParse(body);
  if (!parsed.success)
    throw new ScimFailure(
      400,
      parsed.error.issues.map((i) => `${i.path.join('.') || 'body'}: ${i.message}`).join('; '),
      'invalidValue',
    );
  const { userName, name, active, roles, password = null, [clinicalSchema]: clinical } = parsed.data;
  const account = {
    username: userName,
    family: name.familyName,
    given: name.givenName,
    prefix: name.honorificPrefix,
    active,
    roles: [...new Set(roles.map(({ value }) => value))],
    fhirUser: clinical.fhirUser ?? null,
  };
  const problem = password === null ? null : passwordProblem(password, account);
  if (problem) throw new ScimFailure(400, `password: ${problem}`, 'invalidValue');
  return { account, password };
}
