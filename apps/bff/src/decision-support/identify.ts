import { systemOf, systems } from '@keneyapp/fhir-model/systems';
import type { Bundle, CodeableConcept, Coding, Resource } from '@medplum/fhirtypes';
import type { Services } from '../context.ts';

type Terminology = Pick<Services['terminology'], 'lookup' | 'displayOf'>;

/** Substances of a product: no code system has them for the national base, so their names stand for them. */
const substanceSystem = 'https://keneyapp.example/fhir/CodeSystem/substance';

/**
 * A copy in which drugs of the national base say their ATC code and their substances with their strength, and codes of ATC
 * their name: services know these, and not the base. What the terminology server does not tell stays as it is.
 */
export async function identified<T extends Resource>(resource: T, terminology: Terminology): Promise<T> {
  return (await withConcepts(resource, async (concept) => ({
    ...concept,
    coding: (await Promise.all((concept.coding ?? []).map((one) => explained(one, terminology)))).flat(),
  }))) as T;
}

const coded = ['MedicationRequest', 'MedicationStatement', 'AllergyIntolerance', 'Medication'];

async function withConcepts(
  resource: Resource,
  change: (concept: CodeableConcept) => Promise<CodeableConcept>,
): Promise<Resource> {
  if (resource.resourceType === 'Bundle') {
    const entry = await Promise.all(
      ((resource as Bundle).entry ?? []).map(async (one) =>
        one.resource ? { ...one, resource: await withConcepts(one.resource, change) } : one,
      ),
    );
    return { ...resource, entry } as Bundle;
  }
  if (!coded.includes(resource.resourceType)) return resource;
  const { medicationCodeableConcept, code } = resource as {
    medicationCodeableConcept?: CodeableConcept;
    code?: CodeableConcept;
  };
  return {
    ...resource,
    ...(medicationCodeableConcept
      ? { medicationCodeableConcept: await change(medicationCodeableConcept) }
      : {}),
    ...(code && resource.resourceType !== 'MedicationRequest' ? { code: await change(code) } : {}),
  } as Resource;
}

async function explained(coding: Coding, terminology: Terminology): Promise<Coding[]> {
  const { code } = coding;
  const system = systemOf(coding);
  if (code === undefined) return [coding];
  if (system === systems.atc) return [await named({ ...coding, system }, terminology)];
  if (system !== systems.bdpm) return [coding];
  const found = await inTime(terminology.lookup(systems.bdpm, code));
  if (!found) return [coding];
  const valuesOf = (name: string) =>
    found.properties.flatMap((one) => (one.name === name ? [one.value] : []));
  const strong = valuesOf('substance');
  // the fraction that acts has a name and no strength: it stands beside the salt
  const names = found.designations
    .filter(({ use }) => /^substance$/i.test(use ?? ''))
    .map(({ text }) => text)
    .filter((name) => !strong.some((one) => one.startsWith(name)));
  const atc = await Promise.all(
    valuesOf('atc').map((one) => named({ system: systems.atc, code: one }, terminology)),
  );
  return [
    coding,
    ...atc,
    ...[...new Set([...strong, ...names])].map((display) => ({ system: substanceSystem, display })),
  ];
}

async function named(coding: Coding, terminology: Terminology): Promise<Coding> {
  if (coding.display !== undefined || coding.code === undefined) return coding;
  const display = await inTime(
    terminology.displayOf('MedicationRequest.medication', systems.atc, coding.code),
  );
  return display === null ? coding : { ...coding, display };
}

/** A terminology server that is slow or away keeps no order waiting: the drug stays as it was written, which services say. */
const patienceMs = 1_000;
async function inTime<T>(asked: Promise<T>): Promise<T | null> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), patienceMs);
  });
  try {
    return await Promise.race([asked.catch(() => null), late]);
  } finally {
    clearTimeout(timer);
  }
}
