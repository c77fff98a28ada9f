import type { Patient } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { readContactDetails } from './contact-details.ts';
import { readRelations, withRelations, type Relations } from './identity-relations.ts';
import { readIdentity } from './identity.ts';
import { now } from './testing-resources.ts';

const patient: Patient = {
  resourceType: 'Patient',
  id: 'p',
  contact: [{ relationship: [{ text: 'Voisine' }], name: { family: 'Petit', given: ['Anne'] } }],
  identifier: [{ system: 'https://example.org/other', value: '7' }],
};
const all: Relations = {
  toWarn: { name: 'Paul Essai', telephone: '0600000001', link: 'Conjoint' },
  trusted: { name: 'Lucie Essai', telephone: null, link: 'Fille' },
  doctor: { name: 'Dr Marin', telephone: '0247000001', link: null },
  insuredNumber: '1850575123456 73',
};
const details = (of: Patient) => readContactDetails(of, () => undefined, now);

describe('people beside a patient', () => {
  it('are read as they were written, by the form and by the chart', () => {
    const written = withRelations(patient, all, now);
    expect(readRelations(written, now)).toEqual(all);
    expect(withRelations(written, all, now)).toBe(written);
    expect(details(written).contacts).toMatchObject([
      { name: 'Dr Marin', isTrusted: false },
      { name: 'Lucie Essai', isTrusted: true },
      { name: 'Paul Essai', isTrusted: false },
      { name: 'Anne Petit' },
    ]);
  });
  it('tie nobody to the patient, and make no INS', () => {
    const written = withRelations(patient, all, now);
    expect(written).not.toHaveProperty('generalPractitioner');
    expect(JSON.stringify(written)).not.toMatch(/"reference"/);
    expect(readIdentity(written, now)).toMatchObject({ ins: null, insStatus: null, ipp: null });
  });
  it('go one by one; who is two things stays the other', () => {
    const [toWarn] = withRelations({ resourceType: 'Patient' }, all, now).contact?.slice(-1) ?? [];
    const both: Patient = {
      ...patient,
      contact: [
        { ...toWarn, relationship: [...(toWarn?.relationship ?? []), { coding: [{ code: 'HPOWATT' }] }] },
      ],
    };
    const before = readRelations(both, now);
    expect([before.toWarn?.name, before.trusted?.name]).toEqual(['Paul Essai', 'Paul Essai']);
    expect(withRelations(both, before, now)).toBe(both);
    const after = withRelations(both, { ...before, trusted: null }, now);
    expect(readRelations(after, now)).toMatchObject({ toWarn: { name: 'Paul Essai' }, trusted: null });
    const none = { toWarn: null, trusted: null, doctor: null, insuredNumber: null };
    expect(withRelations(withRelations(patient, all, now), none, now)).toEqual(patient);
  });
});
