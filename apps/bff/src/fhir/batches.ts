import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';

type Searches = Parameters<FhirClient['batchSearch']>[0];
interface Waiting {
  searches: Searches;
  resolve(answers: (Bundle | FhirError)[]): void;
  reject(error: unknown): void;
}

/**
 * Batches asked in one moment of a request go out as one: a page's regions cost one request to the server together.
 * An answer that fails as a whole fails for all of them.
 */
export function mergeBatches(fhir: FhirClient): FhirClient {
  let waiting: Waiting[] = [];
  async function send(): Promise<void> {
    const group = waiting;
    waiting = [];
    try {
      const answers = await fhir.batchSearch(group.flatMap((w) => [...w.searches]));
      let at = 0;
      for (const { searches, resolve } of group) {
        resolve(answers.slice(at, at + searches.length));
        at += searches.length;
      }
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
    operation: (path, params) => fhir.operation(path, params),
  };
}
