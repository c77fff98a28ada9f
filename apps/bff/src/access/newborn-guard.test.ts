import { birthDateOf, newIdentity, unsaidBirthDate } from '@keneyapp/clinical';
import { newPatient } from '@keneyapp/fhir-model/identity-write';
import { relativeOf } from '@keneyapp/fhir-model/relatives';
import type { Bundle, Patient, Provenance, RelatedPerson, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { acceptedNewborns } from './newborn-guard.ts';

const now = new Date('2026-11-29T10:00:00Z');
const person = (id: string, date: string): Patient => ({
  ...newPatient(
    {
      traits: {
        ...{ birthName: 'ESSAI', firstGivenName: 'ZOE', givenNames: ['ZOE'], sex: 'female' },
        birthDate: birthDateOf(date) ?? unsaidBirthDate,
        birthPlace: { code: '37261', name: 'Tours' },
      },
      state: newIdentity,
      ipp: `8${id}`,
    },
    now,
  ),
  id,
});
const mother = person('m', '1994-02-28');
const child = person('c', '2026-11-20');
const [hers, theirs] = [
  { ...relativeOf(mother, child, 'child', now), id: 'r1' },
  { ...relativeOf(child, mother, 'mother', now), id: 'r2' },
];
const marker = (targets: Resource[]): Provenance => ({
  resourceType: 'Provenance',
  id: 'marker',
  recorded: now.toISOString(),
  target: targets.map(({ resourceType, id = '' }) => ({ reference: `${resourceType}/${id}` })),
  agent: [{ who: { reference: 'Practitioner/me' } }],
});
const sent = (resources: Resource[], ifMatch?: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [...resources, marker(resources)].map((resource) => ({
    fullUrl: `${resource.resourceType}/${resource.id ?? ''}`,
    resource,
    request: {
      method: 'PUT',
      url: `${resource.resourceType}/${resource.id ?? ''}`,
      ...(ifMatch === undefined ? {} : { ifMatch }),
    },
  })),
});
const accept = (bundle: Bundle, fhirUser = 'Practitioner/me') =>
  acceptedNewborns({ motherId: 'm', fhirUser, now }, bundle);
const reasonOf = (work: () => unknown): unknown => {
  try {
    work();
    return null;
  } catch (error) {
    return (error as { cause: { reason: string } }).cause.reason;
  }
};

describe('children registered with their mother', () => {
  it('are new people, and who is whose', () => {
    const bundle = sent([child, hers, theirs]);
    expect(accept(bundle)).toBe(bundle);
  });
  it('change nothing that is stored', () => {
    expect(reasonOf(() => accept(sent([child, hers, theirs], 'W/"1"')))).toBe('other-chart');
    expect(reasonOf(() => accept(sent([hers, theirs])))).toBe('other-chart');
    expect(reasonOf(() => accept(sent([{ ...child, id: 'm' }])))).toBe('other-chart');
    expect(reasonOf(() => accept(sent([child, { resourceType: 'Consent', id: 'x' } as Resource])))).toBe(
      'other-chart',
    );
  });
  it.each<[string, Partial<Patient>]>([
    ['who treats them', { generalPractitioner: [{ reference: 'Practitioner/me' }] }],
    ['a link to another record', { link: [{ other: { reference: 'Patient/m' }, type: 'seealso' }] }],
    ['a label', { meta: { security: [{ code: 'R' }] } }],
  ])('open no chart by %s', (_what, more) => {
    expect(reasonOf(() => accept(sent([{ ...child, ...more }])))).toBe('other-part');
  });
  it.each<[string, Partial<RelatedPerson>, string]>([
    ['of somebody else', { patient: { reference: 'Patient/stranger' } }, 'other-chart'],
    ['who may be consulted', { relationship: [{ coding: [{ code: 'HPOWATT' }] }] }, 'other-part'],
    ['without a kinship', { relationship: [] }, 'other-part'],
    ['with an account', { identifier: [{ system: 'urn:account', value: 'x' }] }, 'other-part'],
    ['with more than a name', { telecom: [{ system: 'phone', value: '1' }] }, 'other-part'],
  ])('bring no relative %s', (_what, more, reason) => {
    expect(reasonOf(() => accept(sent([child, { ...theirs, ...more }])))).toBe(reason);
  });
  it('are not one’s own', () => {
    expect(reasonOf(() => accept(sent([child, theirs]), 'Patient/m'))).toBe('own-record');
  });
});
