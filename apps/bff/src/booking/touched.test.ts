import { expect, it } from 'vitest';
import { touchedBy } from './touched.ts';

const visit = (start: string | undefined, ...references: string[]) => ({
  resourceType: 'Appointment' as const,
  status: 'booked' as const,
  ...(start === undefined ? {} : { start }),
  participant: references.map((reference) => ({ actor: { reference }, status: 'accepted' as const })),
});
const practitionerOf = new Map([['PractitionerRole/r', 'Practitioner/q']]);

it('tells whose agenda it is on, however they are referred to, and never the patient', () => {
  const references = [
    'Patient/x',
    'https://fhir.example/fhir/Practitioner/p/_history/3',
    'PractitionerRole/r',
    'Location/ward',
    'Practitioner/p',
  ];
  expect(touchedBy(visit('2031-03-03T23:30:00Z', ...references), practitionerOf)).toEqual(
    ['Practitioner/p', 'Practitioner/q', 'Location/ward'].map((resource) => ({
      resource,
      day: '2031-03-04',
    })),
  );
});

it.each([undefined, 'soon', '2016-12-31T23:59:60Z'])('tells nothing of one at no moment: %s', (start) => {
  expect(touchedBy(visit(start, 'Practitioner/p'))).toEqual([]);
});
