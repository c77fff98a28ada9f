import type { Bundle, Resource } from '@medplum/fhirtypes';
import { lookupIn } from './references.ts';

export const now = new Date('2026-11-24T10:00:00Z');
export const bundle = (...resources: Resource[]): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.map((resource) => ({ resource })),
});
export const nothing = lookupIn();
export const snomed = 'http://snomed.info/sct';
export const hl7 = (name: string, code: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${name}`, code }],
});
