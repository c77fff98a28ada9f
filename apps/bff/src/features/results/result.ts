import { coded } from '@keneyapp/fhir-model/coded';
import type { Subject } from '@keneyapp/fhir-model/observation/range';
import { isOfVitals, readObservation, type Reading } from '@keneyapp/fhir-model/observation/read';
import { recordedTogether } from '@keneyapp/fhir-model/observation/recording';
import { isWithdrawn } from '@keneyapp/fhir-model/observation/when';
import type { Observation } from '@medplum/fhirtypes';
import { categories, type Category } from './view.ts';

export interface Result extends Reading {
  category: Category;
}

/** Values of an Observation that is no vital sign and stands. */
export function resultsOf(o: Observation, subject: Subject): Result[] {
  if (isWithdrawn(o) || isOfVitals(o)) return [];
  const category = categoryOf(o);
  return recordedTogether(o, readObservation(o, subject)).map((reading) => ({ ...reading, category }));
}

function categoryOf(o: Observation): Category {
  const codes = (o.category ?? []).flatMap((c) => c.coding ?? []).map((c) => c.code);
  return categories.find((category) => codes.includes(category)) ?? 'other';
}

/** What has parts names them. */
export const partsOf = (o: Observation) => (o.component?.length ? coded(o.code) : null);
