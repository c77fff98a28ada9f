import { foldedWords } from '@keneyapp/clinical';
import type { Candidate, Lexicon } from '@keneyapp/clinical/typed-line';
import type { ServiceCategory } from '@keneyapp/fhir-model/service-request';
import { systems } from '@keneyapp/fhir-model/systems';
import type { SearchedConcept } from '../terminology/search/concept-index.ts';
import { TimeSlices } from '../terminology/search/time-slices.ts';
import usual from './data/usual-tests.json' with { type: 'json' };

export interface LexiconParts {
  /** Empty where nothing of a system is held. */
  bdpm: readonly SearchedConcept[];
  atc: readonly SearchedConcept[];
  loinc: readonly SearchedConcept[];
  ccam: readonly SearchedConcept[];
}

/** What a name of a drug may stand for. */
export interface NamedDrug {
  /** The substance alone, in ATC: it has no strength and no form. */
  substances: readonly Candidate[];
  /** Products called so, or of this substance alone. */
  products: readonly Candidate[];
}

/** The system of a candidate that is a name: which code it is given is said by what is prescribed of it. */
export const nameSystem = 'https://keneyapp.example/drug-name';
const mostCandidates = 20;
/** The hospital's short words for what the BDPM calls otherwise. */
const shortNames: Record<string, string> = { nacl: 'chlorure de sodium', kcl: 'chlorure de potassium' };
/** Salts, and what else a substance is called by, say nothing of what is meant. */
const salts =
  /\b(?:de|d|sulfate|chlorhydrate|anhydre|base|sodique|potassique|calcique|magnesique|\w*hydratee?|micronisee?|codex)\b/g;
const bare = (name: string): string => name.replaceAll(salts, ' ').replaceAll(/\s+/g, ' ').trim();

/**
 * The names of drugs and tests of the releases that are loaded, so that a typed line is read over them. Exact, word for word:
 * what only begins so is never read, and which product is meant is chosen by a person.
 */
export class OrderLexicon implements Lexicon {
  readonly #products = new Map<string, Candidate[]>();
  readonly #ofSubstance = new Map<string, Candidate[]>();
  readonly #atc = new Map<string, Candidate[]>();
  /** First words of products, by what the products are made of. */
  readonly #firstWords = new Map<string, Map<string, Candidate[]>>();
  readonly #tests = new Map<string, Candidate[]>();
  readonly #categories = new Map<string, ServiceCategory>();

  /** In slices: a whole LOINC takes half a second. */
  static async build(parts: LexiconParts, slices = new TimeSlices()): Promise<OrderLexicon> {
    const lexicon = new OrderLexicon();
    const each = async (
      system: string,
      take: (concept: SearchedConcept) => void,
      of: readonly SearchedConcept[],
    ) => {
      for (const concept of of) {
        take(concept);
        if (slices.isOver()) await slices.pause();
      }
      return system;
    };
    await each(systems.atc, (one) => lexicon.#addSubstance(one), parts.atc);
    await each(systems.bdpm, (one) => lexicon.#addProduct(one), parts.bdpm);
    await each(systems.loinc, (one) => lexicon.#addTest(one), parts.loinc);
    lexicon.#addUsual(parts);
    return lexicon;
  }

  drugs = (words: string): readonly Candidate[] => {
    const name = foldedWords(words);
    const { substances, products } = this.named(name);
    if (substances.length + products.length > 0) return [candidate(nameSystem, name, words)];
    // SYMBICORT TURBUHALER is called Symbicort as well, where all that begin so are made of the same
    const made = this.#firstWords.get(name);
    if (!made) return [];
    return made.size === 1
      ? [candidate(nameSystem, name, words)]
      : [...made.values()].flatMap(([one]) => one ?? []).slice(0, mostCandidates);
  };

  tests = (words: string): readonly Candidate[] => this.#tests.get(foldedWords(words)) ?? [];

  categoryOf({ code }: Pick<Candidate, 'code'>): ServiceCategory {
    return this.#categories.get(code) ?? 'laboratory';
  }

  /** @param typed folded words of a name */
  named(typed: string): NamedDrug {
    const name = shortNames[typed] ?? typed;
    const released = /^(.+) l ?p$/.exec(name)?.[1];
    // prolonged release is a property of the product, and no substance has it
    if (released !== undefined && !this.#products.has(name)) {
      const { products } = this.named(released);
      return { substances: [], products: products.filter(({ display }) => /\bL\.?P\b/.test(display)) };
    }
    const substances = this.#atc.get(name) ?? [];
    const ofSubstance = this.#ofSubstance.get(bare(name)) ?? [];
    const begun = this.#firstWords.get(name);
    const products =
      ofSubstance.length > 0
        ? ofSubstance
        : (this.#products.get(name) ?? (begun?.size === 1 ? ([...begun.values()][0] ?? []) : []));
    return { substances, products };
  }

  #addSubstance({ code, display }: SearchedConcept): void {
    // groups of ATC are no drug
    if (code.length === 7) add(this.#atc, foldedWords(display), candidate(systems.atc, code, display));
  }

  #addProduct({ code, display, synonyms }: SearchedConcept): void {
    const product = candidate(systems.bdpm, code, display);
    const name = foldedWords(/^[^\d,]*/.exec(display)?.[0] ?? '');
    if (name.length > 2) add(this.#products, name, product);
    const substances = substancesOf(synonyms);
    const [only] = substances;
    if (only !== undefined && substances.length === 1) add(this.#ofSubstance, only, product);
    const first = name.split(' ')[0] ?? '';
    if (first.length <= 4 || substances.length === 0) return;
    const made = this.#firstWords.get(first) ?? new Map<string, Candidate[]>();
    this.#firstWords.set(first, made);
    add(made, substances.join('+'), product);
  }

  #addTest({ code, display, synonyms }: SearchedConcept): void {
    const test = candidate(systems.loinc, code, display);
    const names = [display, ...synonyms].flatMap((one) => [one, one.split('[')[0] ?? '']);
    for (const name of new Set(names.map(foldedWords)))
      // of what stands for very many no list is read
      if (name.length > 1 && (this.#tests.get(name)?.length ?? 0) <= mostCandidates)
        add(this.#tests, name, test);
  }

  /** Words of the ward: each meaning is the first of its codes that is loaded. */
  #addUsual({ loinc, ccam }: LexiconParts): void {
    const known = new Map([
      ...loinc.map((one) => [one.code, candidate(systems.loinc, one.code, one.display)] as const),
      ...ccam.map((one) => [one.code, candidate(systems.ccam, one.code, one.display)] as const),
    ]);
    for (const { said, meant, category } of usual.tests as UsualTest[]) {
      const tests = meant.flatMap((codes) => codes.flatMap((code) => known.get(code) ?? []).slice(0, 1));
      if (tests.length === 0) continue;
      for (const words of said) this.#tests.set(words, tests);
      for (const { code } of tests) if (category) this.#categories.set(code, category);
    }
  }
}

interface UsualTest {
  said: string[];
  meant: string[][];
  category?: ServiceCategory;
}

/** What a product is made of, once each: of `AMOXICILLINE TRIHYDRATÉE` and `AMOXICILLINE` the shorter one. */
function substancesOf(synonyms: readonly string[]): string[] {
  const names = [
    ...new Set(synonyms.map((one) => bare(foldedWords(one.replaceAll(/\([^)]*\)/g, ' '))))),
  ].filter((one) => one !== '');
  const holds = (long: string, short: string) =>
    long !== short && short.split(' ').every((word) => long.split(' ').includes(word));
  return names.filter((one) => !names.some((other) => holds(one, other))).sort();
}

const candidate = (system: string, code: string, display: string): Candidate => ({ system, code, display });
const add = <T>(map: Map<string, T[]>, key: string, one: T): void => {
  const list = map.get(key);
  if (list) list.push(one);
  else map.set(key, [one]);
};
