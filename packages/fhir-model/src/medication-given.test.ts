import { expect, it } from 'vitest';
import { readAdministration, readDispense } from './medication-given.ts';

const nobody = () => undefined;
const subject = { reference: 'Patient/p' };

it('says what was given, when, by whom; and what was not, with its reason', () => {
  const given = readAdministration(
    {
      resourceType: 'MedicationAdministration',
      id: 'a1',
      status: 'completed',
      subject,
      medicationCodeableConcept: { text: 'Furosémide' },
      effectivePeriod: { start: '2026-11-20T08:00:00Z', end: '2026-11-20T08:30:00Z' },
      performer: [{ actor: { display: 'Julien Lefèvre' } }],
      dosage: {
        dose: { value: 0.5, unit: 'mg' },
        rateQuantity: { value: 10, unit: 'mL/h' },
        text: 'IV lente',
      },
    },
    nobody,
  );
  expect(given).toMatchObject({
    kind: 'administration',
    status: 'completed',
    at: '2026-11-20T08:00:00Z',
    end: '2026-11-20T08:30:00Z',
    amount: { value: 0.5, unit: 'mg' },
    rate: { low: { value: 10, unit: 'mL/h' }, high: null, per: null },
    text: 'IV lente',
    by: ['Julien Lefèvre'],
  });
  const infusion = readAdministration(
    {
      resourceType: 'MedicationAdministration',
      status: 'completed',
      subject,
      medicationCodeableConcept: { text: 'Glucosé 5 %' },
      effectiveDateTime: '2026-11-21',
      dosage: { rateRatio: { numerator: { value: 100, unit: 'mL' }, denominator: { value: 1, unit: 'h' } } },
    },
    nobody,
  );
  expect(infusion.rate).toMatchObject({ low: { value: 100, unit: 'mL' }, per: { value: 1, unit: 'h' } });
  const refused = readAdministration(
    {
      resourceType: 'MedicationAdministration',
      status: 'not-done',
      statusReason: [{ text: 'Refus du patient' }],
      subject,
      medicationCodeableConcept: { text: 'Furosémide' },
      effectiveDateTime: '2026-11-21',
    },
    nobody,
  );
  expect(refused).toMatchObject({
    status: 'not-done',
    statusReasons: [{ text: 'Refus du patient' }],
    amount: null,
  });
});

it('says what a pharmacy handed out, and for how long', () => {
  const out = readDispense(
    {
      resourceType: 'MedicationDispense',
      id: 'd1',
      status: 'completed',
      medicationCodeableConcept: { text: 'Apixaban' },
      whenHandedOver: '2026-11-02',
      quantity: { value: 60, unit: 'comprimés' },
      daysSupply: { value: 30, unit: 'jours' },
    },
    nobody,
  );
  expect(out).toMatchObject({
    kind: 'dispense',
    at: '2026-11-02',
    amount: { value: 60, unit: 'comprimés' },
    supply: { value: 30, unit: 'jours' },
  });
});
