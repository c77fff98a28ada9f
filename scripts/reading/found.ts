import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { parseWithDigits } from '../../packages/fhir-client/src/json.ts';
import { patientReference } from '../../packages/fhir-model/src/references.ts';

const root = path.join(import.meta.dirname, '..', '..', '..', 'shared', 'data', 'found');

/** Why the cases that other systems' bug reports told of cannot be read here; null where they can. */
export const noCases = existsSync(root) ? null : '../shared/data/found is not there';

/** All resources of one case. */
export function resourcesOf(name: string): Resource[] {
  const folder = path.join(root, name);
  return readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .flatMap((file) => {
      const read = parseWithDigits(readFileSync(path.join(folder, file), 'utf8')) as Resource;
      return read.resourceType === 'Bundle' ? (read.entry ?? []).flatMap((e) => e.resource ?? []) : [read];
    });
}

/** As a server would answer a search for them. */
export const answerOf = (resources: readonly Resource[], type: Resource['resourceType']): Bundle => ({
  resourceType: 'Bundle',
  type: 'searchset',
  entry: resources.filter((r) => r.resourceType === type).map((resource) => ({ resource })),
});

/** Those of one patient. */
export const of = (patient: string, resources: readonly Resource[]): Resource[] =>
  resources.filter((r) => {
    const { subject, patient: whose } = r as {
      subject?: { reference?: string };
      patient?: { reference?: string };
    };
    return (subject ?? whose)?.reference === patientReference(patient);
  });
