import type { FhirClient } from '@keneyapp/fhir-client';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Database } from '../database/client.ts';

const maxTries = 1_000;

/** A number that nobody has had, here or at those who wrote to the FHIR server before us. */
export async function nextHospitalNumber(
  rows: Database['rows'],
  fhir: Pick<FhirClient, 'search'>,
): Promise<string> {
  for (let tries = 0; tries < maxTries; tries += 1) {
    const [row] = await rows(`SELECT nextval('hospital_number')::text AS number`);
    const number = String(row?.['number']);
    const found = await fhir.search('Patient', { identifier: `${systems.ipp}|${number}`, _count: 1 });
    if ((found.entry ?? []).length === 0) return number;
  }
  throw new Error('the sequence hospital_number lies in a range that is taken: set it beyond');
}
