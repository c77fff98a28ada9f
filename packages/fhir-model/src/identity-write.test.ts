// Long because every change of an identity is read back from the same record.
import { birthDateOf, unsaidBirthDate, type StrictTraits } from '@keneyapp/clinical';
import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readHome, readTelecoms } from './identity-contact.ts';
import { collectionOf } from './identity-reliability.ts';
import { readTraits } from './identity-traits.ts';
import { newPatient, readState, writeIdentity, type IdentityChanges } from './identity-write.ts';
import { readIdentity } from './identity.ts';
import { now } from './testing-resources.ts';

const matricule = '284073726100164';
const oid = '1.2.250.1.213.1.4.10';
const traits = (changed: Partial<StrictTraits> = {}): StrictTraits => ({
  birthName: 'LEFEVRE',
  givenNames: ['JEANNE', 'MARIE', 'LOUISE'],
  firstGivenName: 'JEANNE',
  birthDate: birthDateOf('1984-07-12') ?? unsaidBirthDate,
  sex: 'female',
  birthPlace: { code: '37261', name: 'Tours' },
  ...changed,
});
const qualified: IdentityChanges & { traits: StrictTraits } = {
  traits: traits(),
  state: { status: 'QUAL', attributes: [] },
  validation: { document: 'passport', on: '2026-11-20' },
  collection: { method: 'INSI', on: '2026-11-20' },
  ins: { matricule, oid },
  ipp: '8000123',
};
const made = (changes: IdentityChanges = {}): Patient => ({
  ...newPatient({ ...qualified, state: { status: 'QUAL', attributes: [] }, ...changes }, now),
  id: 'p1',
});
const read = (patient: Patient) => readIdentity(patient, now);

describe('a new patient', () => {
  it('is read back as it was written', () => {
    const patient = made({
      usedName: 'Martin',
      usedGivenName: 'Jane',
      home: {
        lines: ['3 rue des Lilas'],
        postalCode: '37000',
        city: 'Tours',
        inseeCode: '37261',
        country: 'FRA',
      },
      telephones: [{ value: '06 39 98 12 34', use: 'mobile' }],
      email: 'jane@courriel.example',
      multipleBirth: { order: 2 },
      deceased: { date: '2026-11-23' },
    });
    expect(read(patient)).toMatchObject({
      birthName: 'LEFEVRE',
      givenNames: ['JEANNE', 'MARIE', 'LOUISE'],
      usedName: 'Martin',
      usedGivenName: 'Jane',
      birthDate: '1984-07-12',
      sex: 'female',
      birthPlace: { text: 'Tours', inseeCode: '37261' },
      ins: { value: matricule, oid, kind: 'test' },
      insStatus: 'QUAL',
      attributes: [],
      validation: { document: 'passport', on: '2026-11-20' },
      ipp: '8000123',
      multipleBirth: { order: 2 },
      deceased: { date: '2026-11-23' },
      active: true,
      otherNames: [],
    });
    expect(readTraits(patient, now)).toEqual(traits());
    // a place of which the code alone is known has no name, and not that of its country
    const coded = traits({ birthPlace: { code: '37261', name: null } });
    expect(readTraits(made({ traits: coded }), now)).toEqual(coded);
    expect(readHome(patient, now)).toMatchObject({ city: 'Tours', inseeCode: '37261' });
    expect(readTelecoms(patient, now)).toEqual({
      telephones: [{ value: '06 39 98 12 34', use: 'mobile' }],
      email: 'jane@courriel.example',
    });
    expect(collectionOf(patient)).toEqual({ method: 'INSI', on: '2026-11-20' });
    expect(patient.meta?.profile).toEqual([
      'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient-ins',
    ]);
  });
  it.each<Partial<StrictTraits>>([
    { birthDate: birthDateOf('1950') ?? unsaidBirthDate },
    { birthDate: birthDateOf('1950-07') ?? unsaidBirthDate },
    { birthDate: birthDateOf('1970', { isEstimated: true }) ?? unsaidBirthDate },
    { birthDate: birthDateOf('1950', { dayOfUnknownMonth: 12 }) ?? unsaidBirthDate },
    { birthDate: unsaidBirthDate },
    { sex: 'unknown' },
    { sex: 'male', birthPlace: { code: '99352', name: 'ALGERIE' } },
    { birthPlace: { code: '99999', name: null } },
    { givenNames: ['MARIE ANNE', 'LUCE'], firstGivenName: 'MARIE ANNE' },
  ])('has traits of every kind: %j', (changed) => {
    const patient = newPatient({ traits: traits(changed), state: { status: 'PROV', attributes: [] } }, now);
    expect(readTraits(patient, now)).toEqual(traits(changed));
    expect(readIdentity(patient, now).birthPlace?.inseeCode).toBe(traits(changed).birthPlace.code);
    expect(patient.meta?.profile).toEqual([
      'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient',
    ]);
  });
  it('has an unknown list of given names as the first of them, and names as the RNIV spells them', () => {
    const patient = newPatient(
      {
        traits: traits({ birthName: 'Lefèvre', firstGivenName: 'Zoé', givenNames: [] }),
        state: { status: 'PROV', attributes: [] },
      },
      now,
    );
    expect(read(patient)).toMatchObject({ birthName: 'LEFEVRE', givenNames: ['ZOE'] });
  });
  it.each([['homonym'], ['doubtful'], ['fictive'], ['homonym', 'doubtful', 'fictive']] as const)(
    'has its attributes: %s',
    (...attributes) => {
      const patient = newPatient({ traits: traits(), state: { status: 'PROV', attributes } }, now);
      expect(readState(patient)).toEqual({ status: 'PROV', attributes: [...attributes] });
      expect(read(patient).attributes).toEqual([...attributes]);
    },
  );
  it('gets no INS without an answer', () => {
    for (const status of ['PROV', 'VALI'] as const)
      expect(() => made({ state: { status, attributes: [] } })).toThrow(/no INS/);
    expect(read(made({ state: { status: 'RECUP', attributes: [] } }))).toMatchObject({
      insStatus: 'RECUP',
      ins: null,
    });
  });
  it('shows no INS of a record that says both qualified and doubtful', () => {
    expect(read(made({ state: { status: 'QUAL', attributes: ['doubtful'] } })).ins).toBeNull();
  });
});

describe('a strict trait that changes', () => {
  it.each<Partial<StrictTraits>>([
    { birthName: 'LEFEBVRE' },
    { firstGivenName: 'ANNE', givenNames: ['ANNE', 'MARIE'] },
    { givenNames: ['JEANNE'] },
    { birthDate: birthDateOf('1984-07-13') ?? unsaidBirthDate },
    { sex: 'male' },
    { birthPlace: { code: '41018', name: 'Blois' } },
  ])('takes the matricule out of force, whatever the caller says: %j', (changed) => {
    for (const state of [undefined, { status: 'QUAL' as const, attributes: ['homonym' as const] }]) {
      const patient = writeIdentity(made(), { traits: traits(changed), ...(state ? { state } : {}) }, now);
      expect(readTraits(patient, now)).toEqual(traits(changed));
      expect(read(patient)).toMatchObject({ ins: null, insStatus: 'PROV', validation: null });
      expect(patient.identifier?.filter((i) => i.value === matricule)).toMatchObject([
        { use: 'old', period: { end: now.toISOString() } },
      ]);
      expect(collectionOf(patient)).toBeNull();
      expect(patient.meta?.profile).toEqual([
        'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient',
      ]);
    }
  });
  it('is validated by a paper seen at the same time, and qualified by an answer', () => {
    const changed = traits({ birthName: 'LEFEBVRE' });
    const paper = { document: 'identity-card' as const, on: '2026-11-24' };
    expect(
      read(
        writeIdentity(
          made(),
          { traits: changed, state: { status: 'VALI', attributes: [] }, validation: paper },
          now,
        ),
      ),
    ).toMatchObject({ insStatus: 'VALI', ins: null, validation: paper });
    expect(
      read(
        writeIdentity(
          made(),
          { traits: changed, state: { status: 'QUAL', attributes: [] }, ins: { matricule, oid } },
          now,
        ),
      ),
    ).toMatchObject({ insStatus: 'QUAL', ins: { value: matricule }, validation: { document: 'passport' } });
  });
  it('a spelling is none', () => {
    const patient = made();
    expect(writeIdentity(patient, { traits: traits({ birthName: 'Lefèvre' }) }, now)).toEqual(patient);
  });
  it('leaves the former name when the civil registry changed it, and none when it was a slip', () => {
    const changed = traits({ birthName: 'MOREAU' });
    expect(read(writeIdentity(made(), { traits: changed, reason: 'civil-status' }, now)).otherNames).toEqual([
      { text: 'JEANNE MARIE LOUISE LEFEVRE', use: 'old', until: '2026-11-24' },
    ]);
    expect(read(writeIdentity(made(), { traits: changed }, now)).otherNames).toEqual([]);
  });
});

describe('a record from elsewhere', () => {
  const foreign: Patient = {
    resourceType: 'Patient',
    id: 'p2',
    meta: { profile: ['https://example.org/own'], security: [{ code: 'R' }] },
    extension: [
      { url: 'https://example.org/one', valueString: 'kept' },
      {
        url: 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-identity-reliability',
        extension: [
          {
            url: 'comment',
            valueCodeableConcept: {
              coding: [
                {
                  system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-identity-status-comment',
                  code: 'DPOT',
                },
              ],
            },
          },
        ],
      },
    ],
    identifier: [{ system: 'https://example.org/number', value: '7' }],
    name: [
      { use: 'official', family: 'Streich', given: ['Gabriela'], prefix: ['Dr'] },
      { use: 'maiden', family: 'Kuhn' },
      { use: 'old', family: 'Avant' },
    ],
    gender: 'other',
    telecom: [
      { system: 'fax', value: '1' },
      { system: 'phone', use: 'old', value: '2' },
      { system: 'phone', use: 'home', value: '3', rank: 1 },
    ],
    address: [
      { use: 'work', city: 'Kiel' },
      { use: 'home', city: 'Bonn', district: 'Mitte' },
    ],
    contact: [{ name: { text: 'Somebody' } }],
  };
  it('keeps all that is not known here, and everything when nothing changes', () => {
    const before = structuredClone(foreign);
    const same = writeIdentity(
      foreign,
      { traits: readTraits(foreign, now), home: readHome(foreign, now), ...readTelecoms(foreign, now) },
      now,
    );
    expect(same).toEqual(foreign);
    expect(foreign).toEqual(before);
    const changed = writeIdentity(
      foreign,
      {
        telephones: [
          { value: '3', use: 'home' },
          { value: '4', use: 'work' },
        ],
        email: 'g@courriel.example',
        usedName: 'Weber',
        state: { status: 'PROV', attributes: ['homonym'] },
        ipp: '9',
      },
      now,
    );
    expect(changed).toMatchObject({
      meta: {
        profile: [
          'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-patient',
          'https://example.org/own',
        ],
        security: [{ code: 'R' }],
      },
      gender: 'other',
      address: foreign.address,
      contact: foreign.contact,
    });
    expect(changed.telecom).toEqual([
      { system: 'phone', use: 'home', value: '3', rank: 1 },
      { system: 'phone', use: 'work', value: '4' },
      { system: 'email', use: 'home', value: 'g@courriel.example' },
      { system: 'fax', value: '1' },
      { system: 'phone', use: 'old', value: '2' },
    ]);
    expect(changed.extension).toContainEqual({ url: 'https://example.org/one', valueString: 'kept' });
    expect(JSON.stringify(changed.extension)).toContain('DPOT');
    expect(changed.identifier).toContainEqual({ system: 'https://example.org/number', value: '7' });
    expect(read(changed)).toMatchObject({
      birthName: 'Kuhn',
      usedName: 'Weber',
      givenNames: ['Gabriela'],
      prefix: 'Dr',
      ipp: '9',
      otherNames: [{ text: 'Avant' }],
    });
  });
  it('takes away what is given as nothing', () => {
    const patient = made({
      usedName: 'Martin',
      email: 'x@courriel.example',
      deceased: { date: null },
      multipleBirth: { order: null },
    });
    expect(read(patient)).toMatchObject({ deceased: { date: null }, multipleBirth: { order: null } });
    const without = writeIdentity(
      patient,
      {
        usedName: null,
        email: null,
        telephones: [],
        home: null,
        deceased: null,
        multipleBirth: null,
        validation: null,
      },
      now,
    );
    expect(read(without)).toMatchObject({
      usedName: null,
      deceased: null,
      multipleBirth: null,
      validation: null,
      ins: { value: matricule },
    });
    expect(readTelecoms(without, now)).toEqual({ telephones: [], email: null });
  });
  it('keeps the number from before when it gets another', () => {
    const patient = writeIdentity(made(), { ipp: '8000999' }, now);
    expect(read(patient).ipp).toBe('8000999');
    expect(patient.identifier).toContainEqual(expect.objectContaining({ use: 'old', value: '8000123' }));
  });
});
