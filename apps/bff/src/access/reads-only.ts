import { FhirError, type FhirClient } from '@keneyapp/fhir-client';

/** What a feature has of a guarded client. What it writes goes by `ctx.write`: once, and judged by what it writes over. */
export function readsOnly(fhir: FhirClient): FhirClient {
  const refuse = () => Promise.reject(new FhirError(403, null, 'reads-only'));
  return { ...fhir, create: refuse, update: refuse, transaction: refuse };
}
