import type { Resource } from '@medplum/fhirtypes';
import { insSystems } from '@keneyapp/clinical';
import { isOfChart } from '@keneyapp/fhir-model/catalogue';
import { systems } from '@keneyapp/fhir-model/systems';
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
  return (
    contained.some((one) => !isShared(one.resourceType)) ||
    pointersOf(resource).some(mayNamePatient) ||
    holds(resource, '')
  );
}

const numbersOfPatients = new Set<string>([...Object.values(insSystems), systems.ipp]);
/** Addresses say `Patient/1`, `https://host/Patient/1/$everything` or `Patient?identifier=1`. */
const inAddress = /(?:^|\/)([A-Z][A-Za-z]+)[/?]/g;

/** A number of a patient, or an address that leads into a chart, where no reference stands: an identifier, a link, a file. */
function holds(value: unknown, element: string): boolean {
  if (typeof value === 'string')
    return element === 'system' ? numbersOfPatients.has(value) : leadsIntoChart(value);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((one) => holds(one, element));
  // what is no word about anybody: labels, addresses of definitions, bytes
  const left = /^(modifierE|e)xtension$/.test(element) ? 'url' : 'meta';
  return Object.entries(value).some(([key, one]) => key !== left && key !== 'data' && holds(one, key));
}

const leadsIntoChart = (text: string): boolean =>
  !/\s/.test(text) &&
  [...text.matchAll(inAddress)].some(
    ([, type = '']) => isOfChart(type) && !isShared(type) && !isUnitType(type),
  );

function mayNamePatient({ key, reference: { reference, type }, element }: Pointer): boolean {
  // somebody by a number or a name: of staff alone it is known that they are no patient
  if (reference === undefined) return !staffElements.has(element) || (type !== undefined && !isShared(type));
  if (reference.startsWith('#')) return false; // what is contained was looked at
  return key === null || !(isShared(typeOf(key)) || isUnitType(typeOf(key)));
}

const typeOf = (key: string): string => key.split('/')[0] ?? '';
