import type { Operation } from '../fhir/operations/operation.ts';
import type { Store } from '../fhir/store/store.ts';
import { deltaAdd, deltaRemove } from './delta.ts';
import { expand } from './expand.ts';
import { lookup } from './lookup.ts';
import { projectTerminology } from './projection.ts';
import { subsumes } from './subsumes.ts';
import { terminologyTables } from './tables.ts';
import { translate } from './translate.ts';
import { validateCodeInSet, validateCodeInSystem } from './validate-code.ts';

export const terminologyOperations: readonly Operation[] = [
  expand,
  lookup,
  validateCodeInSet,
  validateCodeInSystem,
  subsumes,
  translate,
  deltaAdd,
  deltaRemove,
];

/** Gives the store its concept tables and keeps them in step with CodeSystem and ConceptMap resources. */
export async function addTerminology(store: Store): Promise<void> {
  await store.driver.exec(terminologyTables);
  store.project(projectTerminology);
}
