import type { Reference, Resource } from '@medplum/fhirtypes';
import { referenceKey, patientReference } from '@keneyapp/fhir-model/references';
import { belongsTo, isRecordType, isShared, namesNobody } from '../fhir/compartment.ts';
import type { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';
import { personElements, staffElements, withFates, type Fate } from './references.ts';
import { hidesSomething, isOfChart, isPermitted } from './labels.ts';

/** What one reader may be told of one chart. */
export interface ChartRules {
  patientId: string;
  /** Obligations by type; null where nothing of it is shown. */
  ruleOf: (type: string) => Obligations | null;
  neighbours: Neighbours;
}

/** References that lead to no patient's record: definitions, places in an agenda. */
const isDefinition = (type: string): boolean =>
  /Definition$|^(Questionnaire|Measure|Library|Slot|Schedule|ValueSet|CodeSystem|ResearchStudy|DeviceMetric)$/.test(
    type,
  );
/** Persons and devices are no statement about the patient: whose they are is all that counts. */
const isParty = (type: string): boolean => type === 'RelatedPerson' || type === 'Device';
/** What leads to a part of the record that may have to be looked at. */
export const isPartOfRecord = (type: string): boolean =>
  isRecordType(type) && !isShared(type) && type !== 'Patient';

/** Elements of its own in which a resource says again what it gathers or points at. */
const retelling: Readonly<Record<string, readonly string[]>> = {
  CarePlan: ['description', 'note'],
  ClinicalImpression: ['summary', 'description'],
  DiagnosticReport: ['conclusion', 'conclusionCode', 'presentedForm'],
  Encounter: ['reasonCode'],
  Goal: ['note'],
  List: ['note'],
};

/**
 * A resource with its references as they may be told in this chart: what leads to another patient, or to somebody beside
 * them, goes for everybody; what leads to something hidden goes with all that repeats it; what leads nowhere known loses its
 * display.
 */
export function tellable<R extends Resource>(holder: R, { patientId, ruleOf, neighbours }: ChartRules): R {
  let hasHidden = false;
  const isPartial = (type: string): boolean => {
    const rule = ruleOf(type);
    return rule === null || hidesSomething(rule);
  };
  const isLeftOut = (contained: Resource): boolean => {
    const { resourceType: type } = contained;
    if (type === 'Patient') return true; // the patient of a chart is named by a literal reference
    if (type === 'RelatedPerson') return !belongsTo(contained, patientId);
    if (isShared(type)) return false;
    const rule = ruleOf(type);
    if (rule !== null && isPermitted(contained, rule)) return false;
    hasHidden = true;
    return true;
  };
  const contained = new Map(
    ((holder as { contained?: Resource[] }).contained ?? []).map((c) => [`#${c.id}`, isLeftOut(c)]),
  );
  const withoutTarget = ({ type }: Reference, element: string): Fate => {
    if (type !== undefined && isShared(type)) return 'kept';
    if (type === 'Patient' || type === 'RelatedPerson' || personElements.has(element)) return 'bare';
    if (type === undefined && staffElements.has(element)) return 'kept';
    return isPartial(type ?? '') ? 'bare' : 'kept';
  };
  /** Whom the patient names in a decision, and the record that replaces this one, are known by reference. */
  const ofAnotherPatient = (element: string): Fate =>
    holder.resourceType === 'Consent' && element === 'reference'
      ? 'kept'
      : holder.resourceType === 'Patient' && element === 'other'
        ? 'bare'
        : 'gone';

  const fateOf = (reference: Reference, element: string): Fate => {
    const target = reference.reference;
    if (target === undefined) return withoutTarget(reference, element);
    if (target.startsWith('#')) return contained.get(target) ? 'gone' : 'kept';
    const key = referenceKey(target);
    // conditional references carry an identifier of whom they mean
    if (key === null) return target.includes('?') ? 'gone' : 'bare';
    const [type = ''] = key.split('/');
    if (type === 'Patient') return key === patientReference(patientId) ? 'kept' : ofAnotherPatient(element);
    if (isShared(type) || isDefinition(type)) return 'kept';
    if (!isPartOfRecord(type)) return 'bare';
    const rule = ruleOf(type);
    if (rule === null && !isParty(type)) return 'gone';
    const found = neighbours.get(key);
    if (found === undefined) return 'kept'; // told nothing that would have to be looked at
    if (found === null) return 'bare';
    if (!isOfChart(found, patientId))
      return namesNobody(found) && type === 'Device' ? 'kept' : ofAnotherPatient(element);
    if (rule === null || !neighbours.isHidden(found, rule)) return 'kept';
    hasHidden = true;
    return 'gone';
  };

  const isAsItIs = [...contained.values()].every((isLeft) => !isLeft);
  if (isAsItIs && neighbours.pointersOf(holder).every((p) => fateOf(p.reference, p.element) === 'kept'))
    return holder;
  const told = withFates(holder, fateOf, isLeftOut);
  const repeated = hasHidden ? (retelling[holder.resourceType] ?? []) : [];
  if (told === holder || repeated.every((element) => !(element in told))) return told;
  return Object.fromEntries(Object.entries(told).filter(([element]) => !repeated.includes(element))) as R;
}

/** References whose targets have to be known before a resource can be told; of who sees all, those that say something. */
export function toLookAt(resource: Resource, { ruleOf, neighbours }: ChartRules): string[] {
  return neighbours.pointersOf(resource).flatMap(({ key, reference }) => {
    const [type = ''] = key?.split('/') ?? [];
    if (key === null || !isPartOfRecord(type) || neighbours.get(key) !== undefined) return [];
    const rule = ruleOf(type);
    if (rule === null) return isParty(type) ? [key] : [];
    const saysSomething = reference.display !== undefined || reference.identifier !== undefined;
    return saysSomething || hidesSomething(rule) ? [key] : [];
  });
}
