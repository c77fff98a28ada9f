import type { Immunization } from '@medplum/fhirtypes';
import { expect, it } from 'vitest';
import { readImmunization } from './immunization.ts';
import { nothing } from './testing-resources.ts';

it('reads an immunisation, whole or bare', () => {
  const read = (i: Partial<Immunization>) =>
    readImmunization({ resourceType: 'Immunization', id: 'i', patient: {}, ...i } as Immunization, nothing);
  expect(
    read({
      status: 'not-done',
      statusReason: { text: 'Refus' },
      occurrenceString: 'enfance',
      protocolApplied: [{ doseNumberPositiveInt: 2, seriesDosesString: '3' }],
    }),
  ).toMatchObject({
    status: 'not-done',
    date: null,
    dateText: 'enfance',
    protocols: [{ series: null, doseNumber: '2', doseTotal: '3', targets: [] }],
    statusReason: { text: 'Refus' },
    isPrimarySource: null,
  });
  expect(read({})).toMatchObject({
    vaccine: { text: null, codes: [] },
    status: 'completed',
    lotNumber: null,
  });
});
