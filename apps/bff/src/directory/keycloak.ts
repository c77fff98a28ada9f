import { z } from 'zod';
import type { Role } from '../access/roles.ts';
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

// UserRepresentation and RoleRepresentation of https://www.keycloak.org/docs-api/latest/rest-api/index.html
const userSchema = z.looseObject({
  id: z.string().min(1),
  username: z.string(),
  firstName: z.string().nullish(),
  lastName: z.string().nullish(),
  enabled: z.boolean().default(true),
  attributes: z.record(z.string(), z.array(z.string())).nullish(),
});
const rolesSchema = z.array(z.looseObject({ id: z.string(), name: z.string() }));
type KeycloakUser = z.infer<typeof userSchema>;
/** So many questions for roles are on their way at once: a list of users does not tell them. */
const atOnce = 6;
const invitationSeconds = 3 * 24 * 3_600;

/**
 * The administration interface of a Keycloak realm; `base` is `https://…/admin/realms/<realm>`. Roles are realm roles
 * (`OIDC_ROLES_CLAIM=realm_access.roles`), `fhirUser` (and `displayName`, if kept) are user attributes. The background client's service account needs
 * `view-users`, `manage-users` and `view-realm` of the client `realm-management`.
 */
export function keycloakDirectory(base: string, token: () => Promise<string>): UserDirectory {
  const request = directoryRequests(base, token);
  const at = (id: string, below = '') => `/users/${encodeURIComponent(id)}${below}`;
  const read = async <T>(schema: z.ZodType<T>, path: string): Promise<T> =>
    parsed(schema, (await request('GET', path)).body);
  /** Those that count at sign-in: through groups and composite roles too. */
  const effectiveRoles = async (id: string): Promise<string[]> =>
    (await read(rolesSchema, at(id, '/role-mappings/realm/composite'))).map((role) => role.name);
  const person = async (user: KeycloakUser): Promise<DirectoryPerson> =>
    personOf(user, await effectiveRoles(user.id));

  /** Keycloak keeps no versions of users: what was shown is compared with what is there now. */
  async function unchanged(id: string, version: string): Promise<KeycloakUser> {
    const user = await read(userSchema, at(id));
    if ((await person(user)).version !== version) throw new DirectoryError('changed');
    return user;
  }
  const roleNamed = (role: Role) =>
    read(rolesSchema.element, `/roles/${encodeURIComponent(role)}`).catch((error: unknown) => {
      throw error instanceof DirectoryError && error.problem === 'not-found'
        ? new DirectoryError('refused', { cause: error })
        : error; // the realm knows no such role
    });
  /** Ends the sign-ins of a user; applications with a back-channel logout address are told. */
  const logout = (id: string) => request('POST', at(id, '/logout'));

  /** A link by which the person chooses a password; the realm sends it, if it has a mail server. */
  const invite = (id: string) =>
    request('PUT', at(id, `/execute-actions-email?lifespan=${invitationSeconds}`), {
      body: ['UPDATE_PASSWORD'],
    }).catch((cause: unknown) => {
      throw new DirectoryError('not-sent', { cause });
    });

  return {
    find: async ({ text, start, count }) => {
      const search = text === '' ? '' : `search=${encodeURIComponent(`*${text}*`)}&`;
      const [total, users] = await Promise.all([
        read(z.number().int(), `/users/count${search ? `?${search.slice(0, -1)}` : ''}`),
        read(z.array(userSchema), `/users?${search}first=${start}&max=${count}&briefRepresentation=false`),
      ]);
      return { total, people: await inTurns(users, person) };
    },
    get: async (id) => person(await read(userSchema, at(id))),
    // an attribute is found by its whole text alone, and may be an absolute address: all are looked at, without their roles
    hasAccountOf: (fhirUser) =>
      someOfAll(
        (first) =>
          read(z.array(userSchema), `/users?first=${first}&max=${accountsAtOnce}&briefRepresentation=false`),
        (user) => fhirUserOfUser(user) === fhirUser,
      ),
    setActive: async (id, active, version) => {
      const user = await unchanged(id, version);
      // the whole user goes back: attributes that are not sent would be removed
      await request('PUT', at(id), { body: { ...user, enabled: active } });
      await logout(id);
      return person(await read(userSchema, at(id)));
    },
    setRole: async (id, role, version) => {
      const user = await unchanged(id, version);
      const [wanted, direct] = await Promise.all([
        roleNamed(role),
        read(rolesSchema, at(id, '/role-mappings/realm')),
      ]);
      const obsolete = direct.filter((known) => isOurs(known.name) && known.name !== role);
      // the new one first: between the two the person has both, never none that a failure would leave behind
      if (!direct.some((known) => known.name === role))
        await request('POST', at(id, '/role-mappings/realm'), { body: [wanted] });
      if (obsolete.length > 0) await request('DELETE', at(id, '/role-mappings/realm'), { body: obsolete });
      await logout(id);
      return effective(await person(user), role);
    },
    firstAccess: ['password', 'invitation'],
    create: async ({ username, family, given, role, fhirUser, rpps, first }) => {
      const wanted = await roleNamed(role); // before there is anything to take back
      const attributes = { displayName: `${given} ${family}`, fhirUser, rpps };
      const body = {
        username,
        enabled: true,
        firstName: given,
        lastName: family,
        attributes: Object.fromEntries(
          Object.entries(attributes).flatMap(([name, value]) => (value ? [[name, [value]]] : [])),
        ),
        ...(first.by === 'password'
          ? { credentials: [{ type: 'password', value: first.password, temporary: true }] }
          : { email: first.email, emailVerified: false, requiredActions: ['UPDATE_PASSWORD'] }),
      };
      const { location } = await made(request('POST', '/users', { body }));
      const id = location?.split('/').at(-1);
      if (!id) throw new DirectoryError('away');
      try {
        await request('POST', at(id, '/role-mappings/realm'), { body: [wanted] });
        if (first.by === 'invitation') await invite(id);
        return effective(await person(await read(userSchema, at(id))), role);
      } catch (error) {
        await request('DELETE', at(id)); // no account without its role, or that nobody can get into
        throw error;
      }
    },
  };
}

function effective(person: DirectoryPerson, role: Role): DirectoryPerson {
  if (person.role !== role) throw new DirectoryError('not-effective');
  return person;
}

function parsed<T>(schema: z.ZodType<T>, body: unknown): T {
  const found = schema.safeParse(body);
  if (!found.success) throw new DirectoryError('away', { cause: new Error('not an answer of Keycloak') });
  return found.data;
}

async function inTurns<A, B>(list: readonly A[], work: (item: A) => Promise<B>): Promise<B[]> {
  const done: B[] = [];
  for (let i = 0; i < list.length; i += atOnce)
    done.push(...(await Promise.all(list.slice(i, i + atOnce).map(work))));
  return done;
}

const fhirUserOfUser = (user: KeycloakUser) => fhirUserOf(user.attributes?.['fhirUser']?.[0]);

function personOf(user: KeycloakUser, roles: string[]): DirectoryPerson {
  return {
    id: user.id,
    username: user.username,
    displayName:
      user.attributes?.['displayName']?.[0] ||
      [user.firstName, user.lastName].filter(Boolean).join(' ') ||
      user.username,
    role: roleOf(roles),
    active: user.enabled,
    fhirUser: fhirUserOfUser(user),
    version: JSON.stringify([user.enabled, ...roles.filter(isOurs).sort()]),
  };
}
