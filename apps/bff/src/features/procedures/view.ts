import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import {
  readProcedure,
  sortProcedures,
  type ProcedureRow,
  type SortedProcedures,
} from '@keneyapp/fhir-model/procedure';
import type { Bundle } from '@medplum/fhirtypes';

export type { ProcedureRow };

export interface ProceduresView extends SortedProcedures {
  truncated: boolean;
}

export function proceduresView(bundle: Bundle): ProceduresView {
  return { ...sortProcedures(readAll(bundle, 'Procedure', readProcedure)), truncated: hasNext(bundle) };
}
