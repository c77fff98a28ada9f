import { z } from 'zod';
import {
  accountsAtOnce,
  DirectoryError,
  fhirUserOf,
  isOurs,
  roleOf,
  someOfAll,
  type DirectoryPerson,
  type UserDirectory,
} from './directory.ts';
import { directoryRequests, made } from './http.ts';

const scimType = 'application/scim+json';
const userType = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Ours; a service that does not know it leaves it out (RFC 7644, 3.3). */
const clinicalType = 'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User';
const userSchema = z.looseObject({
  id: z.string().min(1),
  userName: z.string(),
  displayName: z.string().optional(),
  active: z.boolean().default(true),
  name: z
    .looseObject({
      formatted: z.string().optional(),
      familyName: z.string().optional(),
      givenName: z.string().optional(),
    })
    .optional(),
  roles: z.array(z.looseObject({ value: z.string() })).default([]),
  meta: z.looseObject({ version: z.string().optional() }).optional(),
});
const listSchema = z.object({
  totalResults: z.number().int().nonnegative(),
  Resources: z.array(userSchema).default([]),
});
type ScimUser = z.infer<typeof userSchema>;

/** A SCIM 2.0 service (RFC 7643, RFC 7644); `base` is what `/Users` stands below. Filters and PATCH are all it needs. */
export function scimDirectory(base: string, token: () => Promise<string>): UserDirectory {
  const request = directoryRequests(base, token);
  const at = (id: string) => `/Users/${encodeURIComponent(id)}`;
  const user = async (id: string): Promise<ScimUser> =>
    parsed(userSchema, (await request('GET', at(id))).body);

  async function patch(id: string, version: string, operations: object[]): Promise<DirectoryPerson> {
    const body = { schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'], Operations: operations };
    // without versions of its own the service cannot notice a change made meanwhile; we look ourselves
    const own = version.startsWith('W/') || version.startsWith('"');
    if (!own && personOf(await user(id)).version !== version) throw new DirectoryError('changed');
    const answer = await request('PATCH', at(id), {
      body,
      type: scimType,
      ...(own ? { ifMatch: version } : {}),
    });
    return answer.body === null ? personOf(await user(id)) : personOf(parsed(userSchema, answer.body)); // 204 is allowed (RFC 7644, 3.5.2)
  }

  return {
    find: async ({ text, start, count }) => {
      const quoted = JSON.stringify(text),
        filter =
          text === ''
            ? ''
            : `&filter=${encodeURIComponent(`userName co ${quoted} or displayName co ${quoted}`)}`;
      const { totalResults, Resources } = parsed(
        listSchema,
        (await request('GET', `/Users?startIndex=${start + 1}&count=${count}${filter}`)).body,
      );
      return { total: totalResults, people: Resources.map(personOf) };
    },
    get: async (id) => personOf(await user(id)),
    // the attribute is of no standard: services do not filter by it
    hasAccountOf: (fhirUser) =>
      someOfAll(
        async (start) =>
          parsed(
            listSchema,
            (await request('GET', `/Users?startIndex=${start + 1}&count=${accountsAtOnce}`)).body,
          ).Resources,
        (user) => personOf(user).fhirUser === fhirUser,
      ),
    setActive: (id, active, version) =>
      patch(id, version, [{ op: 'replace', path: 'active', value: active }]),
    setRole: async (id, role, version) => {
      const others = (await user(id)).roles
        .filter(({ value }) => !isOurs(value))
        .map(({ value }) => ({ value }));
      const changed = await patch(id, version, [
        { op: 'replace', path: 'roles', value: [{ value: role }, ...others] },
      ]);
      if (changed.role !== role) throw new DirectoryError('not-effective');
      return changed;
    },
    // an invitation is no matter of SCIM's
    firstAccess: ['password'],
    create: async ({ username, family, given, role, fhirUser, rpps, first }) => {
      if (first.by !== 'password') throw new DirectoryError('invalid');
      const body = {
        schemas: [userType, clinicalType],
        userName: username,
        displayName: `${given} ${family}`,
        name: { familyName: family, givenName: given },
        active: true,
        roles: [{ value: role, primary: true }],
        password: first.password,
        [clinicalType]: { ...(fhirUser ? { fhirUser } : {}), ...(rpps ? { rpps } : {}) },
      };
      return personOf(
        parsed(userSchema, (await made(request('POST', '/Users', { body, type: scimType }))).body),
      );
    },
  };
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new DirectoryError('away', { cause: new Error('not a SCIM answer') });
  return found.data;
}

function personOf(user: ScimUser): DirectoryPerson {
  const names = [user.name?.givenName, user.name?.familyName].filter(Boolean).join(' ');
  // fhirUser is no attribute of SCIM: any extension may carry it
  const extensions = Object.entries(user)
    .filter(([key]) => key.startsWith('urn:'))
    .map(([, value]) => value);
  const fhirUser =
    [user, ...extensions]
      .map((part) => fhirUserOf((part as Record<string, unknown> | null)?.['fhirUser']))
      .find((found) => found !== null) ?? null;
  const roles = user.roles.map(({ value }) => value);
  return {
    id: user.id,
    username: user.userName,
    displayName: user.displayName || user.name?.formatted || names || user.userName,
    role: roleOf(roles),
    active: user.active,
    fhirUser,
    version: user.meta?.version ?? JSON.stringify([user.active, ...roles.sort()]),
  };
}
