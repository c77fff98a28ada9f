import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle, MedicationRequest, Patient, Resource } from '@medplum/fhirtypes';
import { describe, expect, it } from 'vitest';
import { bundleOf, findings, order } from '../testing-case.ts';

/** Records that other systems wrote: no rule breaks on them, and what none can read of them is said. */
const folder = path.resolve(import.meta.dirname, '../../../../../shared/data');
const missing = existsSync(folder) ? null : '../shared/data is missing';
const names = [
  'found/allergy-none-known',
  'found/do-not-perform',
  'found/dosage-text-hidden',
  'found/strength-of-liquids',
  'found/timing-lost',
  'synthea',
];
const files = missing
  ? []
  : names.flatMap((name) =>
      readdirSync(path.join(folder, name))
        .filter((file) => file.endsWith('.json'))
        .map((file) => `${name}/${file}`),
    );
const resourcesIn = (file: string): Resource[] => {
  const { entry = [] } = JSON.parse(readFileSync(path.join(folder, file), 'utf8')) as Bundle;
  return entry.flatMap(({ resource }) => resource ?? []);
};

describe.skipIf(missing)('a record of another system', () => {
  it('is there to be tried', () => expect(files.length).toBeGreaterThan(5));
  it.each(files)('%s', (file) => {
    const all = resourcesIn(file);
    const of = (...types: string[]) =>
      bundleOf(...all.filter(({ resourceType }) => types.includes(resourceType)));
    const patient = all.find((one): one is Patient => one.resourceType === 'Patient') ?? null;
    const requests = all.filter((one): one is MedicationRequest => one.resourceType === 'MedicationRequest');
    const given = {
      patient,
      medications: of('MedicationRequest', 'Medication'),
      statements: of('MedicationStatement', 'Medication'),
      allergies: of('AllergyIntolerance'),
      conditions: of('Condition'),
      kidney: of('Observation'),
      weight: of('Observation'),
      pregnancy: of('Observation'),
    };
    // each is ordered beside what runs, and a drug that is known beside all of them; a rule that breaks throws here
    const known = order({ id: 'line-0', atc: 'N02BE01', name: 'paracétamol', regimen: { route: 'oral' } });
    const drafts = requests
      .slice(0, 20)
      .map((one, i) => ({ ...one, id: `line-${i + 1}`, status: 'active' as const }));
    const found = findings([known, ...drafts], given);
    for (const draft of drafts.filter(({ doNotPerform }) => !doNotPerform))
      expect(
        found.some((one) => one.orders.includes(draft.id)),
        `${draft.id}: ${draft.medicationCodeableConcept?.text ?? ''}`,
      ).toBe(true);
    const uncoded = of('AllergyIntolerance').entry ?? [];
    if (file.includes('none-known')) expect(uncoded.length).toBeGreaterThan(0);
    // what says that there is none is no allergy
    expect(JSON.stringify(found)).not.toMatch(/Allergie[^"]*pas d.allergie connue/i);
  });
  it('what is not to be given is no treatment that runs', () => {
    const all = resourcesIn('found/do-not-perform/aspirin.json');
    const said = findings([order({ atc: 'N02BE01', name: 'paracétamol' })], {
      medications: bundleOf(...all),
    });
    const forbidden = all.filter((one) => one.resourceType === 'MedicationRequest' && one.doNotPerform);
    expect(forbidden.length).toBeGreaterThan(0);
    for (const one of forbidden)
      expect(JSON.stringify(said)).not.toContain((one as MedicationRequest).medicationCodeableConcept?.text);
  });
});
