import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import { readLoadedRelease, releaseSystem, type LoadedRelease } from '@keneyapp/fhir-model/releases';
import { addressesOf, systemOf } from '@keneyapp/fhir-model/systems';
import type { CodeSystem, Parameters, ParametersParameter, ValueSet } from '@medplum/fhirtypes';

/** A code system as it is loaded into the terminology server. */
export interface Release {
  /** As the server calls it. */
  url: string;
  /** The one of its addresses that is used here. */
  system: string;
  version: string | null;
  title: string;
  /** Only some of its codes, as the demonstration has them: that one is missing says nothing. */
  isSample: boolean;
  concepts: number | null;
  /** That number is exact: who reads fewer has not read all. What a code system says of itself need not be. */
  isCounted: boolean;
  copyright: string | null;
  changedAt: string | null;
  /** Another one for each content. */
  key: string;
  /** The value set of all its codes. */
  valueSet: string;
}
export interface ReadConcept {
  code: string;
  display: string;
  synonyms: string[];
  isInactive: boolean;
  /** A heading: nothing is coded by it. */
  isHeading: boolean;
}
interface Designation {
  language: string | null;
  use: string | null;
  text: string;
}
export interface LookedUp {
  display: string;
  version: string | null;
  designations: Designation[];
  /** Code and value of each property; `parent` and `child` name codes. */
  properties: { name: string; value: string }[];
}
export type MapDirection = 'forward' | 'reverse';
export interface Mapped {
  system: string;
  code: string;
  display: string | null;
  equivalence: string;
  map: string | null;
}

/** What the application asks of a terminology server, each by the operation that FHIR R4 has for it. */
export class TerminologyServer {
  readonly #fhir: FhirClient;
  constructor(fhir: FhirClient) {
    this.#fhir = fhir;
  }

  /**
   * What is loaded of these systems: the value sets of all codes that `npm run terminology` writes, and for the others what
   * the server itself says of the system.
   */
  async releases(systems: readonly string[]): Promise<Release[]> {
    const sets = await this.#fhir.searchAll(
      'ValueSet',
      { identifier: `${releaseSystem}|`, _count: 200 },
      1_000,
    );
    const loaded = sets.flatMap((set) => {
      const release = readLoadedRelease(set);
      return release ? [releaseOf(set, release)] : [];
    });
    const missing = systems.filter((system) => !loaded.some((one) => one.system === system));
    if (missing.length === 0) return loaded;
    const others = await this.#fhir.search('CodeSystem', {
      url: missing.flatMap(addressesOf).join(','),
      _elements: 'url,version,name,title,status,content,count,valueSet,copyright,date,meta',
      _count: 50,
    });
    return [...loaded, ...matches(others, 'CodeSystem').flatMap(releaseOfSystem)];
  }

  /** Systems of which an import is under way, or broke off. */
  async unfinished(): Promise<string[]> {
    const bundle = await this.#fhir.search('CodeSystem', {
      identifier: `${releaseSystem}|`,
      status: 'draft',
      _elements: 'url,version,status',
      _count: 50,
    });
    return matches(bundle, 'CodeSystem').flatMap(({ url }) => (url ? [systemOf({ system: url })] : []));
  }

  /** Concepts of a system from a place on, in its own order; empty after the last. */
  async page(release: Release, offset: number, count: number): Promise<ReadConcept[]> {
    const set = await this.#fhir.operation<ValueSet>('ValueSet/$expand', {
      url: release.valueSet,
      offset,
      count,
      includeDesignations: true,
      displayLanguage: 'fr',
    });
    return (set.expansion?.contains ?? []).flatMap((one): ReadConcept[] =>
      one.code === undefined
        ? []
        : [
            {
              code: one.code,
              display: one.display ?? one.code,
              synonyms: (one.designation ?? []).flatMap(({ value }) =>
                value && value !== one.display ? [value] : [],
              ),
              isInactive: one.inactive === true,
              isHeading: one.abstract === true,
            },
          ],
    );
  }

  /**
   * What the server itself finds; for systems too large to be searched here, and until they have been read. What somebody
   * types about a patient goes in the body: addresses are written into logs.
   */
  async filtered(release: Release, text: string, count: number): Promise<ReadConcept[]> {
    const set = await this.#fhir.operation<ValueSet>('ValueSet/$expand', {
      resourceType: 'Parameters',
      parameter: [
        { name: 'url', valueUri: release.valueSet },
        { name: 'filter', valueString: text },
        { name: 'count', valueInteger: count },
        { name: 'activeOnly', valueBoolean: true },
        { name: 'displayLanguage', valueCode: 'fr' },
      ],
    });
    return (set.expansion?.contains ?? []).flatMap(({ code, display = code ?? '', inactive, abstract }) =>
      code === undefined
        ? []
        : [{ code, display, synonyms: [], isInactive: inactive === true, isHeading: abstract === true }],
    );
  }

  async isValid(system: string, code: string): Promise<boolean> {
    const answer = await this.#fhir.operation<Parameters>('CodeSystem/$validate-code', { url: system, code });
    return answer.parameter?.find(({ name }) => name === 'result')?.valueBoolean === true;
  }

  /** Null where the server does not know it. */
  async lookup(system: string, code: string): Promise<LookedUp | null> {
    try {
      const { parameter = [] } = await this.#fhir.operation<Parameters>('CodeSystem/$lookup', {
        system,
        code,
        displayLanguage: 'fr',
      });
      const text = (name: string) => parameter.find((one) => one.name === name)?.valueString ?? null;
      return {
        display: text('display') ?? code,
        version: text('version'),
        designations: parameter.filter(({ name }) => name === 'designation').flatMap(designationOf),
        properties: parameter.filter(({ name }) => name === 'property').flatMap(propertyOf),
      };
    } catch (error) {
      if (isUnknownCode(error)) return null;
      throw error;
    }
  }

  /** What the maps that are loaded lead to from a code; `reverse`: which codes they lead to it from. */
  async translate(system: string, code: string, direction: MapDirection): Promise<Mapped[]> {
    try {
      const { parameter = [] } = await this.#fhir.operation<Parameters>('ConceptMap/$translate', {
        system,
        code,
        ...(direction === 'reverse' ? { reverse: true } : {}),
      });
      return parameter.filter(({ name }) => name === 'match').flatMap(mappedOf);
    } catch (error) {
      if (isUnknownCode(error)) return [];
      throw error;
    }
  }
}

const isUnknownCode = (error: unknown): boolean =>
  error instanceof FhirError && [400, 404, 422].includes(error.status);

function releaseOf(set: ValueSet, loaded: LoadedRelease): Release {
  return {
    url: loaded.system,
    system: systemOf({ system: loaded.system }),
    version: loaded.version || null,
    title: loaded.title,
    isSample: false,
    concepts: loaded.concepts,
    isCounted: true,
    copyright: set.copyright ?? null,
    changedAt: loaded.date || null,
    key: [set.id, set.meta?.versionId, loaded.hash].join('|'),
    valueSet: set.url ?? '',
  };
}

function releaseOfSystem(one: CodeSystem): Release[] {
  const { url, content, meta } = one;
  if (!url || one.status === 'retired' || one.status === 'draft' || content === 'not-present') return [];
  return [
    {
      url,
      system: systemOf({ system: url }),
      version: one.version ?? null,
      title: one.title ?? one.name ?? url,
      isSample: content === 'fragment' || content === 'example',
      concepts: one.count ?? null,
      isCounted: false,
      copyright: one.copyright ?? null,
      changedAt: one.date ?? meta?.lastUpdated ?? null,
      key: [url, one.id, one.version, meta?.versionId].join('|'),
      valueSet: one.valueSet ?? `${url}?fhir_vs`,
    },
  ];
}

const partOf = (parameter: ParametersParameter, name: string): ParametersParameter | undefined =>
  parameter.part?.find((one) => one.name === name);

function designationOf(parameter: ParametersParameter): Designation[] {
  const text = partOf(parameter, 'value')?.valueString;
  const use = partOf(parameter, 'use')?.valueCoding;
  return text
    ? [
        {
          text,
          language: partOf(parameter, 'language')?.valueCode ?? null,
          use: use?.display ?? use?.code ?? null,
        },
      ]
    : [];
}

function propertyOf(parameter: ParametersParameter): { name: string; value: string }[] {
  const name = partOf(parameter, 'code')?.valueCode ?? partOf(parameter, 'code')?.valueString;
  const held = partOf(parameter, 'value');
  const value =
    held?.valueCode ??
    held?.valueString ??
    held?.valueCoding?.code ??
    held?.valueBoolean ??
    held?.valueInteger ??
    held?.valueDecimal ??
    held?.valueDateTime;
  return name && value !== undefined ? [{ name, value: String(value) }] : [];
}

function mappedOf(parameter: ParametersParameter): Mapped[] {
  const concept = partOf(parameter, 'concept')?.valueCoding;
  const source = partOf(parameter, 'source');
  return concept?.code
    ? [
        {
          system: systemOf(concept),
          code: concept.code,
          display: concept.display ?? null,
          equivalence: partOf(parameter, 'equivalence')?.valueCode ?? 'relatedto',
          map: source?.valueUri ?? source?.valueString ?? null,
        },
      ]
    : [];
}
