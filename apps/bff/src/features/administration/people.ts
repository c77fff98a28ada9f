import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { DirectoryPerson, UserDirectory } from '../../directory/directory.ts';
import type { ActiveSession } from '../../session/active-session.ts';
import { membershipsOf, practitionerOf } from './memberships.ts';
import type { PersonRow } from './view.ts';

export interface Around {
  fhir: FhirClient;
  sessions: readonly ActiveSession[];
  userId: string;
}

/** Accounts are looked through in pages, so many of them at most. */
const perPage = 200,
  maxPages = 10;

/** Who may sign in at the provider and has no role of ours; deactivated accounts are left out. */
export async function accountsWithoutRole(
  directory: Pick<UserDirectory, 'find'>,
): Promise<{ people: DirectoryPerson[]; isPartial: boolean }> {
  const people: DirectoryPerson[] = [];
  for (let page = 0; page < maxPages; page += 1) {
    const found = await directory.find({ text: '', start: page * perPage, count: perPage });
    people.push(...found.people.filter(({ role, active }) => role === null && active));
    if (found.people.length === 0 || (page + 1) * perPage >= found.total) return { people, isPartial: false };
  }
  return { people, isPartial: true };
}

/** Accounts as the provider has them, with their services from the record and their open sessions. */
export async function rows(
  people: readonly DirectoryPerson[],
  { fhir, sessions, userId }: Around,
): Promise<PersonRow[]> {
  const practitioners = [...new Set(people.flatMap((person) => practitionerOf(person.fhirUser) ?? []))];
  // without the record accounts can still be administered: a service that is unknown is shown as such
  const memberships = await membershipsOf(fhir, practitioners).catch((error: unknown) => {
    if (error instanceof FhirError) return null;
    throw error;
  });
  return people.map((person) => {
    const practitioner = practitionerOf(person.fhirUser);
    return {
      id: person.id,
      username: person.username,
      displayName: person.displayName,
      role: person.role,
      isActive: person.active,
      isSelf: person.id === userId,
      version: person.version,
      kind: practitioner ? 'staff' : person.fhirUser ? 'patient' : 'none',
      memberships: memberships && (memberships.get(practitioner ?? '') ?? []),
      sessions: sessions.filter(({ subject }) => subject === person.id).length,
    };
  });
}
