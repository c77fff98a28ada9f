import { newPatient, writeIdentity } from '@keneyapp/fhir-model/identity-write';
import { systems } from '@keneyapp/fhir-model/systems';
import { birthDateOf, insSystems, newIdentity, unsaidBirthDate } from '@keneyapp/clinical';
import type { Bundle, Patient, Provenance, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { acceptedIdentity } from './identity-guard.ts';

const now = new Date('2026-11-29T10:00:00Z');
const traits = {
  birthName: 'ESSAI',
  firstGivenName: 'ZOE',
  givenNames: ['ZOE'],
  birthDate: birthDateOf('1984-02-29') ?? unsaidBirthDate,
  sex: 'female' as const,
  birthPlace: { code: '75112', name: 'Paris 12e' },
};
const made = (): Patient => ({
  ...newPatient({ traits, state: newIdentity, ipp: '80000001' }, now),
  id: 'p1',
});
const marker = (target = 'Patient/p1'): Provenance => ({
  resourceType: 'Provenance',
  id: 'marker',
  recorded: now.toISOString(),
  target: [{ reference: target }],
  agent: [{ who: { reference: 'Practitioner/me' } }],
});
const sent = (resources: Resource[], ifMatch?: string): Bundle => ({
  resourceType: 'Bundle',
  type: 'transaction',
  entry: resources.map((resource) => ({
    fullUrl: `${resource.resourceType}/${resource.id ?? ''}`,
    resource,
    request: {
      method: 'PUT',
      url: `${resource.resourceType}/${resource.id ?? ''}`,
      ...(ifMatch !== undefined && resource.resourceType === 'Patient' ? { ifMatch } : {}),
    },
  })),
});
const serverWith = (stored: Patient | null) => ({
  batchSearch: () =>
    Promise.resolve([
      {
        resourceType: 'Bundle' as const,
        type: 'searchset' as const,
        entry: stored ? [{ resource: stored }] : [],
      },
    ]),
});
const register = (...resources: Resource[]) =>
  acceptedIdentity(
    { patientId: null, fhirUser: 'Practitioner/me', fhir: serverWith(null), now },
    sent([...resources, marker()]),
  );
const correct = (changed: Patient, stored: Patient, patientId = 'p1') =>
  acceptedIdentity(
    { patientId, fhirUser: 'Practitioner/me', fhir: serverWith(stored), now },
    sent([changed, marker()], 'W/"1"'),
  );
const reason = (name: string) => ({ cause: { reason: name } });

describe('somebody who is registered', () => {
  it('is one Patient with who wrote it', async () => {
    await expect(register(made())).resolves.toMatchObject({ entry: [{}, {}] });
  });
  it.each<[string, Partial<Patient>]>([
    ['a label', { meta: { security: [{ code: 'N' }] } }],
    ['a tag', { meta: { tag: [{ code: 'withheld' }] } }],
    ['who treats them', { generalPractitioner: [{ reference: 'Practitioner/me' }] }],
    ['another record', { link: [{ other: { reference: 'Patient/b' }, type: 'replaces' }] }],
    ['a unit', { managingOrganization: { reference: 'Organization/o' } }],
    ['somebody inside', { contained: [{ resourceType: 'Patient', id: 'x' }] }],
    ['being set aside', { active: false }],
  ])('brings no %s', async (_what, more) => {
    await expect(register({ ...made(), ...more })).rejects.toMatchObject(reason('other-part'));
  });
  it('has no matricule before INSi gave it', async () => {
    const identifier = [...(made().identifier ?? []), { system: insSystems.nir, value: '184022A00400176' }];
    await expect(register({ ...made(), identifier })).rejects.toMatchObject(reason('unproven-ins'));
  });
  it.each<[string, Resource[]]>([
    ['two at once', [made(), { ...made(), id: 'p2' }]],
    ['a stay', [made(), { resourceType: 'Encounter', id: 'e', status: 'planned', class: { code: 'IMP' } }]],
    ['nobody', []],
    ['who wrote something else', [made(), { ...marker('Patient/other'), id: 'other' }]],
  ])('is nothing but that: %s', async (_what, resources) => {
    await expect(register(...resources)).rejects.toMatchObject(reason('other-chart'));
  });
});

describe('an identity that is corrected', () => {
  const stored: Patient = {
    ...made(),
    meta: { versionId: '1', security: [{ code: 'R' }], tag: [{ code: 'CEL' }] },
    generalPractitioner: [{ reference: 'Practitioner/gp' }],
    link: [{ other: { reference: 'Patient/old' }, type: 'replaces' }],
  };
  const corrected = writeIdentity(
    stored,
    {
      traits: { ...traits, birthName: 'ESSAI-DUPONT' },
      telephones: [{ value: '0639980001', use: 'mobile' }],
    },
    now,
  );
  it('keeps what opens and closes its chart', async () => {
    await expect(correct(corrected, stored)).resolves.toBeDefined();
  });
  it.each<[string, Partial<Patient>, string]>([
    ['labels', { meta: { ...stored.meta, security: [] } }, 'other-part'],
    ['tags', { meta: { ...stored.meta, tag: [] } }, 'other-part'],
    ['who treats', { generalPractitioner: [{ reference: 'Practitioner/me' }] }, 'other-part'],
    ['other records', { link: [] }, 'other-part'],
    ['being in force', { active: false }, 'other-part'],
    ['the hospital number', { identifier: [{ system: systems.ipp, value: '7' }] }, 'hospital-number'],
  ])('changes no %s', async (_what, more, why) => {
    await expect(correct({ ...corrected, ...more }, stored)).rejects.toMatchObject(reason(why));
  });
  it('is the one that was opened', async () => {
    await expect(correct(corrected, stored, 'p2')).rejects.toMatchObject(reason('other-chart'));
    const own = acceptedIdentity(
      { patientId: 'p1', fhirUser: 'Patient/p1', fhir: serverWith(stored), now },
      sent([corrected, marker()], 'W/"1"'),
    );
    await expect(own).rejects.toMatchObject(reason('own-record'));
  });
});
