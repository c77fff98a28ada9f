import { readHome, readTelecoms } from '@keneyapp/fhir-model/identity-contact';
import { readTraits } from '@keneyapp/fhir-model/identity-traits';
import { newPatient, readState, writeIdentity } from '@keneyapp/fhir-model/identity-write';
import { readIdentity } from '@keneyapp/fhir-model/identity';
import { checkTraits, civilDateAt } from '@keneyapp/clinical';
import { describe, expect, it } from 'vitest';
import { Calendar } from '../calendar.ts';
import { Random } from '../random.ts';
import { makePerson, patientResource } from './person.ts';
import { roster } from './roster.ts';

const now = new Date('2026-11-24T10:00:00Z');
const patients = roster(new Calendar('2026-11-24')).map(({ person }) =>
  patientResource(makePerson(person, new Random(person.id))),
);

describe('every patient of the seed', () => {
  it('has strict traits that could be registered', () => {
    for (const patient of patients)
      expect([patient.id, checkTraits(readTraits(patient, now), civilDateAt(now))]).toEqual([patient.id, []]);
  });
  it('stays as it is when it is written as it was read', () => {
    for (const patient of patients)
      expect(
        writeIdentity(
          patient,
          { traits: readTraits(patient, now), home: readHome(patient, now), ...readTelecoms(patient, now) },
          now,
        ),
      ).toEqual(patient);
  });
  it('is read in the same way when it is made anew from what was read', () => {
    for (const patient of patients) {
      const identity = readIdentity(patient, now);
      const [traits, state] = [readTraits(patient, now), readState(patient)];
      const ins = identity.ins;
      const anew = newPatient(
        {
          traits,
          state,
          usedName: identity.usedName,
          usedGivenName: identity.usedGivenName,
          ...(ins ? { ins: { matricule: ins.value, oid: ins.oid } } : {}),
          ...(identity.ipp === null ? {} : { ipp: identity.ipp }),
          home: readHome(patient, now),
          ...readTelecoms(patient, now),
          deceased: identity.deceased,
          multipleBirth: identity.multipleBirth,
        },
        now,
      );
      const spelt = (text: string | null) => text?.toUpperCase() ?? null;
      const again = readIdentity({ ...anew, id: patient.id ?? '' }, now);
      expect(readTraits(anew, now).birthDate).toEqual(traits.birthDate);
      expect({ ...again, birthName: null, givenNames: null }).toEqual({
        ...identity,
        birthName: null,
        givenNames: null,
      });
      expect(again.givenNames.join(' ').length).toBe(identity.givenNames.join(' ').length);
      expect(spelt(again.birthName)).toBe(again.birthName);
      expect(readHome(anew, now)).toEqual(readHome(patient, now));
      expect(readTelecoms(anew, now)).toEqual(readTelecoms(patient, now));
    }
  });
});
