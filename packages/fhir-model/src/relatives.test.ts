import { birthDateOf, newIdentity, unsaidBirthDate } from '@keneyapp/clinical';
import { describe, expect, it } from 'vitest';
import { readRelatedPerson } from './contact-details.ts';
import { birthTimeOf, withBirthTime } from './identity-traits.ts';
import { newPatient, writeIdentity } from './identity-write.ts';
import { motherAmong, relativeOf } from './relatives.ts';
import { now } from './testing-resources.ts';

const person = (id: string, birthName: string, firstGivenName: string, date: string, ipp: string) => ({
  ...newPatient(
    {
      traits: {
        ...{ birthName, firstGivenName, givenNames: [firstGivenName], sex: 'female' },
        birthDate: birthDateOf(date) ?? unsaidBirthDate,
        birthPlace: { code: '37261', name: 'Tours' },
      },
      state: newIdentity,
      ipp,
    },
    now,
  ),
  id,
});
const mother = person('m', 'ESSAI', 'ZOE', '1994-02-28', '8000001');
const child = person('c', 'ESSAI', 'SANS PRENOM', '2026-11-20', '8000002');

describe('a mother and her child', () => {
  it('are relatives of each other by number, without a link between their records', () => {
    const ofChild = relativeOf(child, mother, 'mother', now);
    const ofMother = relativeOf(mother, child, 'child', now);
    expect(readRelatedPerson(ofChild, now)).toMatchObject({
      name: 'ZOE ESSAI',
      relationships: [{ text: 'Mère' }],
      isTrusted: false,
      birthDate: null,
    });
    expect(ofChild).toMatchObject({
      patient: { reference: 'Patient/c' },
      identifier: [{ value: '8000001' }],
    });
    expect(ofMother).toMatchObject({
      patient: { reference: 'Patient/m' },
      identifier: [{ value: '8000002' }],
      birthDate: '2026-11-20',
    });
    expect(JSON.stringify(ofMother)).not.toContain('Patient/c');
    expect(JSON.stringify(ofChild)).not.toContain('Patient/m');
    expect(motherAmong([ofMother])).toBeNull();
    expect(motherAmong([ofMother, ofChild])).toBe('ESSAI ZOE');
    expect(motherAmong([{ ...ofChild, active: false }])).toBeNull();
  });
});

describe('the moment of a birth', () => {
  const at = '2026-11-20T04:12:00+01:00';
  const timed = withBirthTime(child, at);
  it('stands at the birth date, and goes with it', () => {
    expect(birthTimeOf(timed)).toBe(at);
    expect(birthTimeOf(child)).toBeNull();
    const traits = {
      ...{ birthName: 'ESSAI', firstGivenName: 'LEA', givenNames: ['LEA'], sex: 'female' as const },
      birthPlace: { code: '37261', name: 'Tours' },
    };
    const named = writeIdentity(
      timed,
      { traits: { ...traits, birthDate: birthDateOf('2026-11-20') ?? unsaidBirthDate } },
      now,
    );
    expect(birthTimeOf(named)).toBe(at);
    const moved = writeIdentity(
      timed,
      { traits: { ...traits, birthDate: birthDateOf('2026-11-19') ?? unsaidBirthDate } },
      now,
    );
    expect(JSON.stringify(moved)).not.toContain(at);
  });
});
