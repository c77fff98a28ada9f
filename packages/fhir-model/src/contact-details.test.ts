import type { Coverage, Patient } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { readContactDetails, readRelatedPerson } from './contact-details.ts';
import { byPaying, readCoverage } from './coverage.ts';
import { lookupIn } from './references.ts';
import { bundle, hl7, now } from './testing-resources.ts';

const role = hl7('v3-RoleCode', 'HPOWATT');

test('addresses, numbers, contacts and the general practitioner, each with its use and its time', () => {
  const lookup = lookupIn(
    bundle(
      {
        resourceType: 'PractitionerRole',
        id: 'r',
        practitioner: { display: 'Dr Lefort' },
        organization: { display: 'Maison de santé' },
        telecom: [{ system: 'phone', value: '02 47 00 00 01', use: 'work' }],
      },
      { resourceType: 'Organization', id: 'o', name: 'EHPAD des Tilleuls' },
    ),
  );
  const patient: Patient = {
    resourceType: 'Patient',
    address: [
      {
        use: 'home',
        line: ['3 rue du Port', 'Bât. B'],
        postalCode: '37000',
        city: 'Tours',
        period: { start: '2020' },
      },
      { use: 'old', text: '1 place Neuve\n75001 Paris' },
      { use: 'temp' },
    ],
    telecom: [
      { system: 'email', value: 'a@b.example', rank: 2 },
      { system: 'phone', value: ' 06 00 00 00 00 ', use: 'mobile', rank: 1 },
      { system: 'phone', value: '01', period: { end: '2019' } },
      {},
    ],
    communication: [{ language: { text: 'Arabe' }, preferred: true }, { language: {} }],
    contact: [
      {
        name: { family: 'Petit', given: ['Luc'] },
        relationship: [{ text: 'Voisin' }],
        organization: { reference: 'Organization/o' },
      },
      { relationship: [role], period: { end: '2020-01-01' } },
    ],
    generalPractitioner: [{ reference: 'PractitionerRole/r' }, { reference: 'Practitioner/unknown' }],
    identifier: [
      { system: 'https://keneyapp.example/ipp', value: '1' },
      { system: 'http://example.org/passport', type: { text: 'Passeport' }, value: 'X12' },
      { system: 'http://example.org/other', value: '7' },
      {},
    ],
    link: [
      { type: 'seealso', other: { reference: 'Patient/other' } },
      { type: 'replaced-by', other: { reference: 'Patient/new' } },
    ],
    extension: [
      {
        url: 'http://hl7.org/fhir/StructureDefinition/patient-religion',
        valueCodeableConcept: { text: 'X' },
      },
      { url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: 'Tours' } },
      { url: 'http://example.org/race', extension: [{ url: 'text', valueString: 'Y' }] },
      { url: 'http://example.org/flag', valueBoolean: false },
    ],
  };
  const details = readContactDetails(patient, lookup, now);
  expect(details.addresses).toEqual([
    {
      lines: ['3 rue du Port', 'Bât. B', '37000 Tours'],
      use: 'home',
      type: null,
      start: '2020',
      end: null,
      isPast: false,
    },
    { lines: ['1 place Neuve', '75001 Paris'], use: 'old', type: null, start: null, end: null, isPast: true },
  ]);
  expect(details.telecoms.map(({ value, isPast }) => [value, isPast])).toEqual([
    ['06 00 00 00 00', false],
    ['a@b.example', false],
    ['01', true],
  ]);
  expect(details.languages).toEqual([{ name: { text: 'Arabe', codes: [] }, isPreferred: true }]);
  expect(details.contacts.map((c) => [c.name, c.isTrusted, c.isPast, c.organization])).toEqual([
    ['Luc Petit', false, false, 'EHPAD des Tilleuls'],
    [null, true, true, null],
  ]);
  expect(details.practitioners).toMatchObject([
    { name: 'Dr Lefort', organization: 'Maison de santé', telecoms: [{ value: '02 47 00 00 01' }] },
  ]);
  expect(details.links).toEqual([{ kind: 'seealso', id: 'other' }]);
  // nothing is left out because nobody thought of it
  expect(details.extras).toEqual([
    { name: 'Passeport', value: 'X12' },
    { name: 'other', value: '7' },
    { name: 'patient-religion', value: 'X' },
    { name: 'race – text', value: 'Y' },
    { name: 'flag', value: 'false' },
  ]);
});

test('a relative is past when the record says so', () => {
  const related = { resourceType: 'RelatedPerson', patient: {}, id: 'x' } as const;
  expect(
    readRelatedPerson({ ...related, relationship: [{ text: 'Personne de confiance' }] }, now),
  ).toMatchObject({ isTrusted: true, isPast: false, relatedPerson: 'x' });
  expect(readRelatedPerson({ ...related, active: false }, now).isPast).toBe(true);
});

test('insurances in the order in which they pay, those that ended last', () => {
  const coverage = (id: string, more: Partial<Coverage>) =>
    readCoverage(
      {
        resourceType: 'Coverage',
        id,
        status: 'active',
        beneficiary: {},
        payor: [{ display: id }],
        ...more,
      } as Coverage,
      lookupIn(),
      now,
    );
  const all = [
    coverage('past', { order: 1, period: { end: '2020' } }),
    coverage('second', { order: 2, class: [{ type: { text: 'Contrat' }, value: '12' }] }),
    coverage('first', { order: 1, subscriberId: '257', status: undefined as never }),
  ].sort(byPaying);
  expect(all.map(({ payors }) => payors[0])).toEqual(['first', 'second', 'past']);
  expect(all[0]).toMatchObject({ number: '257', status: 'unknown' });
  expect(all[1]?.classes).toEqual([{ type: { text: 'Contrat', codes: [] }, value: '12' }]);
});
