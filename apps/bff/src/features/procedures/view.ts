import { hasNext, readAll } from '@keneyapp/fhir-model/bundles';
import {
  readProcedure,
  sortProcedures,
  type ProcedureRow,
  type SortedProcedures,
} from '@keneyapp/fhir-model/procedure';
import type { Bundle, Procedure } from '@medplum/fhirtypes';
import { nothingBehind, type StatementVersions } from '../../statement-versions.ts';

export type { ProcedureRow };

export type ProcedureVersions = StatementVersions<ProcedureRow>;

/** A version by itself. */
export const procedureOf = (stored: Procedure): ProcedureRow => readProcedure(stored, nothingBehind);

export interface ProceduresView extends SortedProcedures {
  truncated: boolean;
}

export function proceduresView(bundle: Bundle): ProceduresView {
  return { ...sortProcedures(readAll(bundle, 'Procedure', readProcedure)), truncated: hasNext(bundle) };
}
