import type { Encounter, Resource } from '@medplum/fhirtypes';
import { expect, test } from 'vitest';
import { lookupIn } from './references.ts';
import { readStay } from './stay.ts';
import { bundle, hl7, now } from './testing-resources.ts';

const place = (id: string, name: string, kind: string, partOf?: string): Resource => ({
  resourceType: 'Location',
  id,
  name,
  physicalType: hl7('location-physical-type', kind),
  ...(partOf ? { partOf: { reference: `Location/${partOf}` } } : {}),
});
const condition: Resource = {
  resourceType: 'Condition',
  id: 'c',
  subject: {},
  code: { text: 'Insuffisance cardiaque' },
};
const refuted: Resource = {
  resourceType: 'Condition',
  id: 'cancer',
  subject: {},
  code: { text: 'Cancer du poumon' },
  verificationStatus: hl7('condition-ver-status', 'refuted'),
};
const lookup = lookupIn(
  bundle(
    place('w', 'Cardiologie', 'wa'),
    place('b', 'Lit 2', 'bd', 'w'),
    place('u', 'Urgences', 'wa'),
    condition,
    refuted,
    { ...refuted, id: 'wrong', verificationStatus: hl7('condition-ver-status', 'entered-in-error') },
  ),
);

test('a stay tells where somebody was when, who answered for them, and what each diagnosis was for', () => {
  const encounter: Encounter = {
    resourceType: 'Encounter',
    id: 'e',
    status: 'finished',
    class: { code: 'IMP' },
    identifier: [{ system: 'urn:nda', value: 'NDA-1' }, {}],
    period: { start: '2026-11-20T10:00:00Z', end: '2026-11-23T10:00:00Z' },
    location: [
      {
        location: { reference: 'Location/b' },
        status: 'completed',
        period: { start: '2026-11-20T14:00:00Z', end: '2026-11-23T10:00:00Z' },
      },
      {
        location: { reference: 'Location/u' },
        status: 'completed',
        period: { start: '2026-11-20T10:00:00Z', end: '2026-11-20T14:00:00Z' },
      },
      { location: { reference: 'Location/unknown' } },
    ],
    participant: [
      {
        individual: { display: 'Dr A' },
        type: [hl7('v3-ParticipationType', 'ATND'), { text: 'Chirurgien' }],
        period: { start: '2026-11-20' },
      },
      { individual: { display: 'Dr A' }, type: [hl7('v3-ParticipationType', 'DIS')] },
    ],
    diagnosis: [
      { condition: { reference: 'Condition/c' }, use: hl7('diagnosis-role', 'AD'), rank: 1 },
      { condition: { display: 'Chute' } },
      { condition: { reference: 'Condition/cancer' } },
      { condition: { reference: 'Condition/wrong', display: 'Cancer du poumon' } },
      // what the guard took away leaves nothing to tell
      { condition: {} },
    ],
    hospitalization: {
      admitSource: { text: 'Domicile' },
      dischargeDisposition: { text: 'SSR' },
      destination: { display: 'Clinique des Pins' },
      dietPreference: [{ text: 'Sans sel' }],
    },
    partOf: { reference: 'Encounter/whole' },
    statusHistory: [{ status: 'in-progress', period: { start: '2026-11-20' } }],
    classHistory: [{ class: { code: 'EMER' }, period: { end: '2026-11-20' } }],
  };
  const stay = readStay(encounter, lookup, now);
  expect(stay.movements).toEqual([
    {
      place: { service: 'Urgences', room: null, bed: null, text: 'Urgences' },
      status: 'completed',
      start: '2026-11-20T10:00:00Z',
      end: '2026-11-20T14:00:00Z',
    },
    {
      place: { service: 'Cardiologie', room: null, bed: 'Lit 2', text: 'Lit 2' },
      status: 'completed',
      start: '2026-11-20T14:00:00Z',
      end: '2026-11-23T10:00:00Z',
    },
  ]);
  expect(stay.people.map(({ name, roles }) => [name, roles.map((r) => r.text ?? r.codes[0]?.code)])).toEqual([
    ['Dr A', ['ATND', 'Chirurgien']],
    ['Dr A', ['DIS']],
  ]);
  expect(
    stay.findings.map(({ name, use, rank, condition: id, verification }) => [
      name.text,
      use?.codes[0]?.code,
      rank,
      id,
      verification,
    ]),
  ).toEqual([
    ['Insuffisance cardiaque', 'AD', 1, 'c', null],
    ['Chute', undefined, null, null, null],
    ['Cancer du poumon', undefined, null, 'cancer', 'refuted'],
  ]);
  // lists have one line for all of them, and no room to say that one was ruled out
  expect(stay.diagnoses.map(({ text }) => text)).toEqual(['Insuffisance cardiaque', 'Chute']);
  expect(stay).toMatchObject({
    numbers: ['NDA-1'],
    partOf: 'whole',
    admission: { source: { text: 'Domicile' }, origin: null },
    discharge: { to: { text: 'SSR' }, destination: 'Clinique des Pins' },
    needs: [{ text: 'Sans sel' }],
    states: [{ status: 'in-progress', start: '2026-11-20', end: null }],
    classes: [{ class: 'EMER', start: null, end: '2026-11-20' }],
  });
});

test('a stay of which nothing is said has nothing', () => {
  const stay = readStay({ resourceType: 'Encounter' } as Encounter, lookupIn(bundle()), now);
  expect([stay.movements, stay.people, stay.findings, stay.needs, stay.numbers]).toEqual([
    [],
    [],
    [],
    [],
    [],
  ]);
  expect(stay.partOf).toBeNull();
});
