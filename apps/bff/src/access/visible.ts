import type { Coding, Reference, Resource } from '@medplum/fhirtypes';
import { referenceKey } from '../fhir/bundle.ts';
import { belongsTo, isRecordType, isShared } from '../fhir/compartment.ts';
import type { Obligations } from './policy.ts';

/** `meta.tag` or `meta.security` of what the patient is not to learn from a screen: told at a consultation first. */
export const withheld = { system: 'https://keneyapp.example/release', code: 'withheld' } as const;

/** Statuses after which a result stands: https://hl7.org/fhir/R4/valueset-observation-status.html, diagnostic-report-status. */
const released = new Set(['final', 'amended', 'corrected', 'appended']);

/** Codes of every label a resource carries, wherever FHIR keeps it (`meta.security`, DocumentReference.securityLabel, Composition.confidentiality). */
function labelsOf(resource: Resource): string[] {
  const own: Coding[] = [...(resource.meta?.security ?? [])];
  if (resource.resourceType === 'DocumentReference')
    own.push(...(resource.securityLabel ?? []).flatMap((label) => label.coding ?? []));
  if (resource.resourceType === 'Composition' && resource.confidentiality)
    own.push({ code: resource.confidentiality });
  return own.flatMap(({ code }) => code ?? []);
}

function isReleased(resource: Resource): boolean {
  if (
    [...(resource.meta?.tag ?? []), ...(resource.meta?.security ?? [])].some(
      (c) => c.system === withheld.system && c.code === withheld.code,
    )
  )
    return false;
  if (resource.resourceType === 'Observation' || resource.resourceType === 'DiagnosticReport')
    return released.has(resource.status);
  if (resource.resourceType === 'DocumentReference')
    return (
      resource.docStatus === undefined || resource.docStatus === 'final' || resource.docStatus === 'amended'
    );
  return true;
}

/** Whether a decision's obligations let a resource through. */
export function isPermitted(resource: Resource, { hideLabels, releasedOnly }: Obligations): boolean {
  if (releasedOnly && !isReleased(resource)) return false;
  return hideLabels.length === 0 || !labelsOf(resource).some((label) => hideLabels.includes(label));
}

/** Part of this chart: the patient's own, or what describes the house. Anything else an answer brings along is not shown in it. */
export function isOfChart(resource: Resource, patientId: string): boolean {
  return (
    isShared(resource.resourceType) || (isRecordType(resource.resourceType) && belongsTo(resource, patientId))
  );
}

/**
 * A resource as one chart shows it: without the other patients it names (a group appointment) and without what is private of
 * the staff. Not to be written back.
 */
export function asInChart<R extends Resource>(resource: R, patientId: string): R {
  const isStranger = (reference: Reference | undefined) => {
    const key = referenceKey(reference?.reference ?? '');
    return key?.startsWith('Patient/') === true && key !== `Patient/${patientId}`;
  };
  if (resource.resourceType === 'Appointment' && resource.participant.some((p) => isStranger(p.actor))) {
    const { text: _text, ...rest } = resource;
    return { ...rest, participant: resource.participant.filter((p) => !isStranger(p.actor)) } as R;
  }
  if (resource.resourceType === 'Provenance' && resource.target.some(isStranger)) {
    const { text: _text, ...rest } = resource;
    return { ...rest, target: resource.target.filter((t) => !isStranger(t)) } as R;
  }
  if (resource.resourceType === 'Practitioner') {
    const {
      address: _address,
      birthDate: _birthDate,
      photo: _photo,
      text: _text,
      telecom,
      ...rest
    } = resource;
    return { ...rest, ...(telecom ? { telecom: telecom.filter(({ use }) => use === 'work') } : {}) } as R;
  }
  return resource;
}
