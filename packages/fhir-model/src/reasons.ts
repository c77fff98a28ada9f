import type { CodeableConcept, Reference, Resource } from '@medplum/fhirtypes';
import { codedOrNull } from './coded.ts';
import type { Lookup } from './references.ts';
import type { Coded } from './shapes.ts';

/** Those that say anything. */
export const allCoded = (concepts: (CodeableConcept | undefined)[] | undefined): Coded[] =>
  (concepts ?? []).flatMap((concept) => codedOrNull(concept) ?? []);

/** What references lead to, as it is called there, else as the reference says it. */
export function codedBehind(
  references: (Reference | undefined)[] | undefined,
  lookup: Lookup,
  holder: Resource,
): Coded[] {
  return (references ?? []).flatMap((reference): Coded[] => {
    const name = codedOrNull(codeOf(lookup(reference, holder)));
    if (name) return [name];
    return reference?.display ? [{ text: reference.display, codes: [] }] : [];
  });
}

/** What a resource is called by its code. */
function codeOf(target: Resource | undefined): CodeableConcept | undefined {
  switch (target?.resourceType) {
    case 'Condition':
    case 'Observation':
    case 'Procedure':
    case 'DiagnosticReport':
    case 'Medication':
    case 'Substance':
      return target.code;
    case 'DocumentReference':
      return target.type;
    default:
      return undefined;
  }
}

/** Why something was done or given, in codes and by what it points to. */
export const reasonsOf = (
  codes: CodeableConcept[] | undefined,
  references: Reference[] | undefined,
  lookup: Lookup,
  holder: Resource,
): Coded[] => [...allCoded(codes), ...codedBehind(references, lookup, holder)];
