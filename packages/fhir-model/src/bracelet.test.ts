import type { Patient } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import {
  hasBraceletMark,
  isBraceletToRedo,
  saysOtherwise,
  withBraceletToRedo,
  withoutMark,
} from './bracelet.ts';

const now = new Date('2026-11-29T10:00:00Z');
const patient: Patient = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ use: 'official', family: 'ESSAI', given: ['ZOE'] }],
  birthDate: '1984-02-29',
  gender: 'female',
};

it('is to be redone when what it says changed, and not for a telephone', () => {
  const telephone: Patient = { ...patient, telecom: [{ system: 'phone', value: '0639980001' }] };
  expect(saysOtherwise(patient, telephone, now)).toBe(false);
  for (const changed of [
    { birthDate: '1984-02-28' },
    { gender: 'male' as const },
    { name: [{ use: 'official' as const, family: 'ESSAY', given: ['ZOE'] }] },
  ])
    expect(saysOtherwise(patient, { ...patient, ...changed }, now)).toBe(true);
});

it('is of the stay in which it changed, until it was made', () => {
  const marked = withBraceletToRedo(patient, now);
  expect(isBraceletToRedo(marked, '2026-11-28T08:00:00+01:00')).toBe(true);
  expect(isBraceletToRedo(marked, null)).toBe(true);
  expect(isBraceletToRedo(marked, '2026-11-30')).toBe(false);
  expect(isBraceletToRedo(patient, null)).toBe(false);
  expect(withBraceletToRedo(marked, now).extension).toHaveLength(1);
  expect(hasBraceletMark(withoutMark(marked))).toBe(false);
  expect(withoutMark(marked)).toEqual(patient);
});
