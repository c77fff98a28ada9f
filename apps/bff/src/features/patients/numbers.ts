import type { FhirClient } from '@keneyapp/fhir-client';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Patient } from '@medplum/fhirtypes';

/** Fewer characters begin too many numbers to mean one. */
const least = 4;
/** A hospital of more patients than this is searched by whole numbers. */
const maxPatients = 100_000;
const refreshAfter = 30_000,
  forgottenAfter = 15 * 60_000,
  patience = 1_500;

/**
 * The hospital numbers of the patients, so that the beginning of one finds it: FHIR's servers compare identifiers whole, and
 * have no parameter of the standard for a part. Numbers and ids alone, in memory, dropped when nobody asks any more; who is
 * behind an id is read with the rights of the person who searches.
 */
export class PatientNumbers {
  readonly #fhir: FhirClient;
  readonly #numbers = new Map<string, string[]>();
  #readAt = 0;
  #reading: Promise<void> | null = null;
  #forgetting: NodeJS.Timeout | null = null;

  constructor(fhir: FhirClient) {
    this.#fhir = fhir;
  }

  /** Ids of the patients whose number begins so; null while the numbers are not known. */
  async beginningWith(text: string, count: number): Promise<string[] | null> {
    const wanted = text.toUpperCase();
    if (!/^[A-Z0-9-]+$/.test(wanted) || wanted.length < least) return [];
    this.#forgetting?.refresh();
    if (Date.now() - this.#readAt > refreshAfter) {
      this.#reading ??= this.#read().finally(() => (this.#reading = null));
      const late = new Promise<void>((resolve) => setTimeout(resolve, patience).unref());
      await Promise.race([this.#reading, late]).catch(() => undefined);
    }
    if (this.#readAt === 0) return null;
    const ids: string[] = [];
    for (const [id, numbers] of this.#numbers) {
      if (numbers.some((number) => number.startsWith(wanted))) ids.push(id);
      if (ids.length > count) break;
    }
    return ids;
  }

  async #read(): Promise<void> {
    const began = Date.now();
    const since = this.#readAt === 0 ? undefined : `ge${new Date(this.#readAt - 60_000).toISOString()}`;
    const patients = await this.#fhir.searchAll(
      'Patient',
      { identifier: `${systems.ipp}|`, _elements: 'identifier', _lastUpdated: since, _count: 1_000 },
      maxPatients,
    );
    // not all of them: a part would pass for the whole
    if (patients.length >= maxPatients) return;
    for (const patient of patients) if (patient.id) this.#numbers.set(patient.id, numbersOf(patient));
    this.#readAt = began;
    this.#forgetting ??= setTimeout(() => {
      this.#numbers.clear();
      this.#readAt = 0;
      this.#forgetting = null;
    }, forgottenAfter).unref();
  }
}

const numbersOf = ({ identifier = [] }: Patient): string[] =>
  identifier.flatMap(({ system, value }) => (system === systems.ipp && value ? [value.toUpperCase()] : []));

const known = new WeakMap<FhirClient, PatientNumbers>();
/** Those of the server this client speaks to. */
export function patientNumbers(fhir: FhirClient): PatientNumbers {
  const numbers = known.get(fhir) ?? new PatientNumbers(fhir);
  known.set(fhir, numbers);
  return numbers;
}
