import { randomBytes } from 'node:crypto';
import type { FhirAsSystem } from './fhir.ts';
import type { StackUnderTest } from './stack.ts';

export interface TestAccount { username: string; name: string; practitioner: string }

/** Whether the stack's directory can make accounts: SCIM can, others are not asked to. */
export const makesAccounts = (stack: StackUnderTest): boolean => stack.settings['USER_DIRECTORY']?.startsWith('scim:') ?? false;

/** An account of its own for a test, of a member of the staff of cardiology; `remove` takes it away again. */
export async function newAccount(stack: StackUnderTest, fhir: FhirAsSystem, role: string): Promise<TestAccount & { remove: () => Promise<void> }> {
  const letters = [...randomBytes(8)].map((byte) => String.fromCharCode(97 + (byte % 26))).join('');
  const [family, given] = [`Essai${letters}`, 'Dominique'];
  const { id } = await fhir.create({ resourceType: 'Practitioner', active: true, name: [{ use: 'official', family, given: [given] }] });
  const practitioner = `Practitioner/${id}`;
  await fhir.create({ resourceType: 'PractitionerRole', active: true, practitioner: { reference: practitioner, display: `${given} ${family}` }, organization: { reference: 'Organization/org-cardiologie', display: 'Service de cardiologie' }, code: [{ text: 'Essai' }] });
  const users = `${stack.settings['USER_DIRECTORY']?.slice('scim:'.length)}/Users`;
  const send = async (method: string, address: string, body?: unknown) => {
    const response = await fetch(address, { method, headers: { authorization: `Bearer ${await fhir.token()}`, 'content-type': 'application/scim+json' }, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`${method} ${address}: ${response.status} ${(await response.text()).slice(0, 300)}`);
  };
  await send('POST', users, {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'], userName: letters, name: { familyName: family, givenName: given }, roles: [{ value: role }],
    'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User': { fhirUser: practitioner },
  });
  return { username: letters, name: `${given} ${family}`, practitioner, remove: () => send('DELETE', `${users}/${letters}`) };
}
