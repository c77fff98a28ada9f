import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { personName } from '@keneyapp/fhir-model/names';

/** As the record names them; null when nobody is there. */
export async function doctorNamed(fhir: FhirClient, id: string): Promise<string | null> {
  try {
    return personName((await fhir.read('Practitioner', id)).name);
  } catch (error) {
    if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  }
}
