import { expect } from 'vitest';
import type { Answer, Fhir } from './fhir-over-http.ts';

/** Patients of one test file, told from those of the others by the system of their identifier. */
export const patientsOf =
  (system: string) =>
  (value: string, more: object = {}) => ({
    resourceType: 'Patient',
    identifier: [{ system, value }],
    ...more,
  });

export async function put(fhir: Fhir, resource: { resourceType: string; id: string }) {
  const answer = await fhir('PUT', `/${resource.resourceType}/${resource.id}`, resource);
  expect(answer.status, answer.text.slice(0, 300)).toBeLessThan(300);
  return answer;
}

export function expectRefused(
  answer: { status: number; body: Answer },
  statuses = [400, 404, 405, 409, 412, 422],
): void {
  expect(statuses).toContain(answer.status);
  expect(answer.body.resourceType).toBe('OperationOutcome');
}

/** The address of another page, below the base. */
export const linkOf = (body: Answer, relation: string, base: string): string | undefined =>
  body.link?.find((l) => l.relation === relation)?.url?.slice(base.length);
