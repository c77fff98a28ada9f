import { randomBytes } from 'node:crypto';
import { hashedPassword } from '../scripts/engines/hashed-password.mjs';
import { password } from './accounts.ts';
import type { FhirAsSystem } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

export interface TestAccount {
  username: string;
  name: string;
  practitioner: string;
  deactivate: () => Promise<void>;
}
interface Person {
  username: string;
  family: string;
  given: string;
  role: string;
  fhirUser: string;
}
/** Accounts as an administrator of the identity provider makes and closes them, past the application. */
interface Directory {
  create(person: Person): Promise<void>;
  deactivate(username: string): Promise<void>;
  remove(username: string): Promise<void>;
}

/** An account of its own for a test, of a member of the staff of cardiology; `remove` takes it away again. */
export async function newAccount(
  stack: StackUnderTest,
  fhir: FhirAsSystem,
  role: string,
): Promise<TestAccount & { remove: () => Promise<void> }> {
  const { username, family, given } = newPerson();
  const { id } = await fhir.create({
    resourceType: 'Practitioner',
    active: true,
    name: [{ use: 'official', family, given: [given] }],
  });
  const practitioner = `Practitioner/${id}`;
  await fhir.create({
    resourceType: 'PractitionerRole',
    active: true,
    practitioner: { reference: practitioner, display: `${given} ${family}` },
    organization: { reference: 'Organization/org-cardiologie', display: 'Service de cardiologie' },
    code: [{ text: 'Essai' }],
  });
  const account = await openAccount(stack, fhir, { username, family, given, role, fhirUser: practitioner });
  return { ...account, name: `${given} ${family}`, practitioner };
}

/** An account of its own for a test, of somebody who is no member of the staff. */
export const newOutsider = (stack: StackUnderTest, fhir: FhirAsSystem, fhirUser: string) =>
  openAccount(stack, fhir, { ...newPerson(), role: 'patient', fhirUser });

function newPerson(): Pick<Person, 'username' | 'family' | 'given'> {
  const username = [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  return { username, family: `Essai${username}`, given: 'Dominique' };
}

async function openAccount(stack: StackUnderTest, fhir: FhirAsSystem, person: Person) {
  const directory = directoryOf(stack, fhir),
    { username } = person;
  await directory.create(person);
  return {
    username,
    deactivate: () => directory.deactivate(username),
    remove: () => directory.remove(username),
  };
}

/** `USER_DIRECTORY`: `scim:<base>` or `keycloak:<base of the realm's administration>`. */
function directoryOf({ settings }: StackUnderTest, fhir: FhirAsSystem): Directory {
  const [, kind, base = ''] = /^(scim|keycloak):(.+)$/.exec(settings['USER_DIRECTORY'] ?? '') ?? [];
  const send = async (method: string, path: string, body?: unknown, type = 'application/json') => {
    const response = await fetch(base + path, {
      method,
      headers: {
        authorization: `Bearer ${await fhir.token()}`,
        ...(body === undefined ? {} : { 'content-type': type }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok)
      throw new Error(`${method} ${path}: ${response.status} ${(await response.text()).slice(0, 300)}`);
    return response;
  };
  if (kind === 'scim') return scim((method, path, body) => send(method, path, body, 'application/scim+json'));
  if (kind === 'keycloak') return keycloak(send);
  throw new Error('USER_DIRECTORY of this stack is no directory that the tests can write to');
}

type Send = (method: string, path: string, body?: unknown) => Promise<Response>;

/** RFC 7644. */
const scim = (send: Send): Directory => ({
  create: async ({ username, family, given, role, fhirUser }) => {
    await send('POST', '/Users', {
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: username,
      name: { familyName: family, givenName: given },
      roles: [{ value: role }],
      'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User': { fhirUser },
    });
  },
  deactivate: async (username) => {
    await send('PATCH', `/Users/${username}`, {
      schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
      Operations: [{ op: 'replace', path: 'active', value: false }],
    });
  },
  remove: async (username) => {
    await send('DELETE', `/Users/${username}`);
  },
});

/** Keycloak's administration interface; closing an account and ending its sign-ins are two things there. */
function keycloak(send: Send): Directory {
  const user = async (username: string) => {
    const [found] = (await (
      await send('GET', `/users?exact=true&briefRepresentation=false&username=${username}`)
    ).json()) as ({ id: string } & Record<string, unknown>)[];
    if (!found) throw new Error(`no account ${username}`);
    return found;
  };
  return {
    create: async ({ username, family, given, role, fhirUser }) => {
      await send('POST', '/users', {
        username,
        enabled: true,
        firstName: given,
        lastName: family,
        attributes: { displayName: [`${given} ${family}`], fhirUser: [fhirUser] },
        // hashed: the policy of the realm would not take it in clear
        credentials: [hashedPassword(password)],
      });
      const { id } = await user(username);
      await send('POST', `/users/${id}/role-mappings/realm`, [
        await (await send('GET', `/roles/${role}`)).json(),
      ]);
    },
    deactivate: async (username) => {
      const known = await user(username);
      await send('PUT', `/users/${known.id}`, { ...known, enabled: false });
      await send('POST', `/users/${known.id}/logout`);
    },
    remove: async (username) => {
      await send('DELETE', `/users/${(await user(username)).id}`);
    },
  };
}
