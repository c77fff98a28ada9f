import { codedFields, bindings } from '@keneyapp/fhir-model/bindings';
import type { Reach } from '../reach.ts';

/**
 * Who keeps the terminologies has no patient and no chart, and has to know how often a code is used and which words have
 * none. Counts, and words without their patient, leave the procedures that have this.
 */
export const codedRecord: Reach = { reads: [...new Set(codedFields.map((field) => bindings[field].type))] };
