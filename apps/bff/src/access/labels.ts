import { isIdentityPaper } from '@keneyapp/fhir-model/identity-paper';
import type { Coding, Resource } from '@medplum/fhirtypes';
import { belongsTo, isRecordType, isShared } from '../fhir/compartment.ts';
import type { Obligations } from './policy.ts';
import { isReleased } from './released.ts';

/** Codes of every label a resource carries, wherever FHIR keeps it (`meta.security`, DocumentReference.securityLabel, Composition.confidentiality). */
export const labelsOf = (resource: Resource): string[] =>
  labelCodingsOf(resource).flatMap(({ code }) => code ?? []);

function labelCodingsOf(resource: Resource): Coding[] {
  const own: Coding[] = [...(resource.meta?.security ?? [])];
  if (resource.resourceType === 'DocumentReference')
    own.push(...(resource.securityLabel ?? []).flatMap((label) => label.coding ?? []));
  if (resource.resourceType === 'Composition' && resource.confidentiality)
    own.push({ code: resource.confidentiality });
  return own;
}

/** What keeps any of these back, once each: what is told of them is kept back as they are. */
export function keptBackOf(resources: readonly Resource[]): Coding[] {
  const labels = new Map<string, Coding>();
  for (const label of resources.flatMap(labelCodingsOf)) {
    const { system = '', code } = label;
    if (code !== undefined && !keepsNothingBack(code)) labels.set(`${system}|${code}`, { system, code });
  }
  return [...labels.values()];
}

/** Whether a decision's obligations let a resource through, as far as it says itself; what it shares is `Neighbours`'. */
export function isPermitted(resource: Resource, { hideLabels, releasedOnly }: Obligations): boolean {
  if (releasedOnly && !isReleased(resource)) return false;
  return hideLabels.length === 0 || !labelsOf(resource).some((label) => hideLabels.includes(label));
}

export const hidesSomething = ({ hideLabels, releasedOnly }: Obligations): boolean =>
  releasedOnly || hideLabels.length > 0;

/** Levels of v3 Confidentiality that keep nothing back: unrestricted, low, moderate, normal. */
const plain = new Set(['U', 'L', 'M', 'N']);
export const keepsNothingBack = (label: string): boolean => plain.has(label);

/**
 * Part of this chart: the patient's own, or what describes the house. Anything else an answer brings along is not shown in it,
 * nor is the copy of an identity paper: it is of the administration, and has operations of its own.
 */
export function isOfChart(resource: Resource, patientId: string): boolean {
  if (isIdentityPaper(resource)) return false;
  return (
    isShared(resource.resourceType) || (isRecordType(resource.resourceType) && belongsTo(resource, patientId))
  );
}

/** A member of staff without what is private of them. Not to be written back. */
export function withoutPrivacies<R extends Resource>(resource: R): R {
  if (resource.resourceType !== 'Practitioner') return resource;
  const { address: _address, birthDate: _birthDate, photo: _photo, text: _text, telecom, ...rest } = resource;
  return { ...rest, ...(telecom ? { telecom: telecom.filter(({ use }) => use === 'work') } : {}) } as R;
}
