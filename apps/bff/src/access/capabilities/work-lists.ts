import type { Reach } from '../reach.ts';

/**
 * Lists of what waits for a pharmacist or a radiologist begin with whose prescriptions and studies are recent, over all
 * patients. Only ids of patients leave it, and of each the policy is asked before anything is read.
 */
export const recentPrescriptions: Reach = { reads: ['MedicationRequest'] };
export const recentStudies: Reach = { reads: ['ImagingStudy'] };
