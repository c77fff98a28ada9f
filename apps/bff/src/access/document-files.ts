import type { FhirClient } from '@keneyapp/fhir-client';
import type { DiagnosticReport } from '@medplum/fhirtypes';
import { chartGuard, viewUnder } from './chart-guard.ts';
import { guardedFhir } from './guarded-fhir.ts';
import type { Obligations } from './policy.ts';
import type { Feature } from './roles.ts';

export interface FilesOf {
  patientId: string;
  feature: Feature;
  obligations: Obligations;
}

/**
 * A file is fetched from a plain address, outside of the procedures that are given a guarded client: this is that client, of
 * the person's own token, for one chart under one decision. `report`: the one whose file is opened.
 */
export const documentFiles =
  (fhir: FhirClient, fhirUrl: string) =>
  ({ patientId, feature, obligations }: FilesOf) => {
    const guard = chartGuard(viewUnder(fhir, patientId, feature, obligations));
    return (report?: DiagnosticReport): FhirClient =>
      guardedFhir(fhir, guard, { fhirUrl, ...(report ? { report } : {}) });
  };
