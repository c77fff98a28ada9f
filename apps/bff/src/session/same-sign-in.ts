import type { Person } from './provider.ts';

/** The same sign-in at the provider, of the same person in the same role; a provider that does not tell when it asked tells too little. */
export function isSameSignIn(
  before: Pick<Person, 'issuer' | 'subject' | 'providerSessionId' | 'fhirUser'> & { role: string },
  person: Person,
): boolean {
  return (
    person.authenticatedAt !== null &&
    person.providerSessionId !== null &&
    (['issuer', 'subject', 'providerSessionId', 'role', 'fhirUser'] as const).every(
      (name) => before[name] === person[name],
    )
  );
}
