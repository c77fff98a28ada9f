import type { Account } from '../oidc/account.ts';
import { nameOf } from '../oidc/accounts.ts';

export const userSchema = 'urn:ietf:params:scim:schemas:core:2.0:User';
/** Our own attribute: which FHIR resource the person is (SMART App Launch, `fhirUser`). */
export const clinicalSchema = 'urn:keneyapp:params:scim:schemas:extension:clinical:1.0:User';
/** Roles the applications of this provider know. */
export const knownRoles = [
  'doctor',
  'nurse',
  'pharmacist',
  'secretary',
  'radiologist',
  'patient',
  'data-manager',
  'dpo',
  'admin',
] as const;

export const versionOf = (account: Account) => `W/"${account.version}"`;

/** An account as a SCIM User (RFC 7643, 4.1); the id is the subject of its tokens. */
export function userOf(account: Account, base: string) {
  return {
    schemas: [userSchema, clinicalSchema],
    id: account.username,
    userName: account.username,
    displayName: nameOf(account),
    name: {
      formatted: nameOf(account),
      familyName: account.family,
      givenName: account.given,
      ...(account.prefix ? { honorificPrefix: account.prefix } : {}),
    },
    active: account.active,
    roles: account.roles.map((value, i) => ({ value, primary: i === 0 })),
    [clinicalSchema]: account.fhirUser ? { fhirUser: account.fhirUser } : {},
    meta: {
      resourceType: 'User',
      location: `${base}/Users/${encodeURIComponent(account.username)}`,
      version: versionOf(account),
      ...(account.changedAt ? { lastModified: account.changedAt.toISOString() } : {}),
    },
  };
}
