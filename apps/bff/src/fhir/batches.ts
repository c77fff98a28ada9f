import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import type { Bundle } from '@medplum/fhirtypes';

type Searches = Parameters<FhirClient['batchSearch']>[0];
type Search = Searches[number];
type Answer = Bundle | FhirError;
interface Asked {
  search: Search;
  /** Two of the same words are one. */
  words: string;
  answer: PromiseWithResolvers<Answer>;
}

/** Reads of one request. */
export interface MergedReads extends FhirClient {
  /**
   * Sends these now, as one batch, for whoever asks the same in the same words later in the request: while it is still
   * decided what of the answer may be shown. It tells nothing itself.
   */
  askAhead(searches: Searches): void;
}

/**
 * Batches asked in one moment of a request go out as one: a page's regions cost one request to the server together, and
 * what several of them ask in the same words is asked once. An answer that fails as a whole fails for all of them.
 */
export function mergeBatches(fhir: FhirClient): MergedReads {
  let waiting: Asked[] = [];
  const ahead = new Map<string, Promise<Answer>>();

  async function send(group: readonly Asked[]): Promise<void> {
    try {
      const answers = await fhir.batchSearch(group.map(({ search }) => search));
      group.forEach(({ answer }, i) => answer.resolve(answers[i] ?? new FhirError(502, null, 'empty')));
    } catch (error) {
      for (const { answer } of group) answer.reject(error);
    }
  }
  function sendWaiting(): void {
    const group = waiting;
    waiting = [];
    void send(group);
  }
  function ask(search: Search): Promise<Answer> {
    const words = wordsOf(search);
    const known = ahead.get(words) ?? waiting.find((one) => one.words === words)?.answer.promise;
    if (known) return known;
    const asked = { search, words, answer: Promise.withResolvers<Answer>() };
    if (waiting.length === 0) setImmediate(sendWaiting);
    waiting.push(asked);
    return asked.answer.promise;
  }
  return {
    ...bound(fhir),
    batchSearch: (searches) => Promise.all(searches.map(ask)),
    askAhead: (searches) => {
      const group = searches.map((search) => ({
        search,
        words: wordsOf(search),
        answer: Promise.withResolvers<Answer>(),
      }));
      for (const { words, answer } of group) {
        answer.promise.catch(() => undefined); // whoever asks for it hears of it
        ahead.set(words, answer.promise);
      }
      void send(group);
    },
  };
}

const wordsOf = ({ type, params }: Search): string => JSON.stringify([type, params]);

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
