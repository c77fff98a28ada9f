import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';

type Searches = Parameters<FhirClient['batchSearch']>[0];
interface Waiting {
  searches: Searches;
  resolve(answers: (Bundle | FhirError)[]): void;
  reject(error: unknown): void;
}

/**
 * Batches asked in one moment of a request go out as one: a page's regions cost one request to the server together, and
 * what several of them ask in the same words is asked once. An answer that fails as a whole fails for all of them.
 */
export function mergeBatches(fhir: FhirClient): FhirClient {
  let waiting: Waiting[] = [];
  async function send(): Promise<void> {
    const group = waiting;
    waiting = [];
    try {
      const asked = new Map<string, Searches[number]>();
      for (const search of group.flatMap((w) => w.searches)) asked.set(wordsOf(search), search);
      const answers = await fhir.batchSearch([...asked.values()]);
      const byWords = new Map([...asked.keys()].map((words, i) => [words, answers[i]]));
      for (const { searches, resolve } of group)
        resolve(searches.map((search) => byWords.get(wordsOf(search)) ?? new FhirError(502, null, 'empty')));
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }
  return {
    ...bound(fhir),
    batchSearch: (searches) => {
      if (searches.length === 0) return Promise.resolve([]);
      return new Promise((resolve, reject) => {
        if (waiting.length === 0) setImmediate(() => void send());
        waiting.push({ searches, resolve, reject });
      });
    },
  };
}

const wordsOf = ({ type, params }: Searches[number]): string => JSON.stringify([type, params]);

function bound(fhir: FhirClient): Omit<FhirClient, 'batchSearch'> {
  return {
    read: (type, id) => fhir.read(type, id),
    vread: (type, id, version) => fhir.vread(type, id, version),
    history: (type, id) => fhir.history(type, id),
    search: (type, params) => fhir.search(type, params),
    searchAll: (type, params, limit) => fhir.searchAll(type, params, limit),
    create: (resource, options) => fhir.create(resource, options),
    update: (resource, options) => fhir.update(resource, options),
    transaction: (bundle) => fhir.transaction(bundle),
    operation: (path, given) => fhir.operation(path, given),
  };
}
