import { civilDateAt, foldedWords, parseTypedDate } from '@keneyapp/clinical';
import { escapeParam, type FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { knownPeople } from './query.ts';
import type { Services } from '../../context.ts';
import type { AuditPerson, PatientLabel } from './view.ts';

const maxFound = 12;

/** Who is meant, by identity alone: an officer opens no chart. Words with a digit are a birth date or a number, all others names. */
export async function findPatients(fhir: FhirClient, typed: string): Promise<PatientLabel[]> {
  const now = new Date(),
    words = typed.split(/\s+/).filter(Boolean),
    numbers = words.filter((w) => /\d/.test(w)),
    names = words.filter((w) => !/\d/.test(w));
  const dated = numbers.flatMap((w) => parseTypedDate(w, civilDateAt(now)) ?? [])[0];
  const identifier = numbers.find((w) => parseTypedDate(w, civilDateAt(now)) === null);
  const found = await fhir.search('Patient', {
    ...(names.length > 0 ? { name: names } : {}),
    birthdate: dated?.value,
    identifier: identifier === undefined ? undefined : escapeParam(identifier),
    _elements: 'name,birthDate,identifier',
    _count: maxFound,
    _sort: 'family',
  });
  return matches(found, 'Patient').map((patient) => {
    const { id, birthName, usedName, givenNames, suffix, birthDate, ipp } = readIdentity(patient, now);
    return {
      id,
      birthDate,
      ipp,
      name: [
        [...new Set([birthName, usedName])]
          .filter(Boolean)
          .map((n) => n?.toLocaleUpperCase('fr'))
          .join(' – '),
        givenNames[0],
        suffix,
      ]
        .filter(Boolean)
        .join(' '),
    };
  });
}

/** Who the trail knows, by fragments of the name or the sign-in name; the most recent first. */
export async function findPeople({ db }: Pick<Services, 'db'>, typed: string): Promise<AuditPerson[]> {
  const words = foldedWords(typed).split(' ').filter(Boolean);
  const people = await knownPeople(db);
  return people
    .filter((p) => words.every((w) => foldedWords(`${p.user_name ?? ''} ${p.user_id}`).includes(w)))
    .sort((a, b) => b.recorded_at.getTime() - a.recorded_at.getTime())
    .slice(0, maxFound)
    .map((p) => ({
      userId: p.user_id,
      name: p.user_name ?? p.user_id,
      role: p.role,
      lastAt: p.recorded_at.toISOString(),
    }));
}
