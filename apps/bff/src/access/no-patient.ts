import type { Resource } from '@medplum/fhirtypes';
import { isShared } from '../fhir/compartment.ts';
import { pointersOf, staffElements, type Pointer } from './references.ts';
import { isUnitType } from './unit-types.ts';

/**
 * Whether something is of a patient, or leads to what is one's: whatever it names besides the house, its agendas and what else
 * belongs to a unit and names nobody. `get` gives what it leads to; null for what is not there, which may be anything.
 */
export function carriesPatient(resource: Resource, get: (key: string) => Resource | null): boolean {
  if (namesSomebody(resource)) return true;
  const others = pointersOf(resource).flatMap(({ key }) =>
    key !== null && isUnitType(typeOf(key)) ? [key] : [],
  );
  return others.some((key) => {
    const target = get(key);
    return target === null || namesSomebody(target);
  });
}

function namesSomebody(resource: Resource): boolean {
  const { contained = [] } = resource as { contained?: Resource[] };
  return contained.some((one) => !isShared(one.resourceType)) || pointersOf(resource).some(mayNamePatient);
}

function mayNamePatient({ key, reference: { reference, type }, element }: Pointer): boolean {
  // somebody by a number or a name: of staff alone it is known that they are no patient
  if (reference === undefined) return !staffElements.has(element) || (type !== undefined && !isShared(type));
  if (reference.startsWith('#')) return false; // what is contained was looked at
  return key === null || !(isShared(typeOf(key)) || isUnitType(typeOf(key)));
}

const typeOf = (key: string): string => key.split('/')[0] ?? '';
