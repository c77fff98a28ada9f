import { FhirError, type FhirClient, type SearchParams } from '@keneyapp/fhir-client';
import type { Bundle, Resource } from '@medplum/fhirtypes';
import { hasNext } from '@keneyapp/fhir-model/bundles';
import { isShared, searchOf } from '../fhir/compartment.ts';
import type { Obligations } from './policy.ts';
import { pointersOf, type Pointer } from './references.ts';
import { isWithheld, withheld } from './released.ts';
import { hidesSomething, isPermitted, labelsOf } from './labels.ts';

type Type = Resource['resourceType'];
type Search = { type: Type; params: SearchParams };
/** `keys`: of the resources that it asks for, or its own words. */
interface Asked {
  search: Search;
  keys: readonly string[];
}

/** What may carry a label that others share: stays whole (a part of a stay shares its labels), of the rest what is labelled. */
const sharing: readonly Type[] = [
  'Condition',
  'DiagnosticReport',
  'EpisodeOfCare',
  'Observation',
  'Procedure',
  'ServiceRequest',
];
const maxStays = 1_000,
  atOnce = 100;
/** Of what may hold files or long lists only this is asked for: whose it is, how far it is and what it leads to. */
const slim = {
  types: new Set<string>([
    ...['Claim', 'Composition', 'DiagnosticReport', 'DocumentReference', 'ExplanationOfBenefit'],
    ...['ImagingStudy', 'Media', 'QuestionnaireResponse'],
  ]),
  elements: [
    ...['meta', 'status', 'docStatus', 'category', 'securityLabel', 'confidentiality', 'subject', 'patient'],
    'encounter',
    ...['context', 'partOf', 'basedOn', 'derivedFrom', 'focus', 'reasonReference', 'result', 'hasMember'],
    ...['imagingStudy', 'media', 'specimen', 'prescription', 'claim', 'referral'],
  ].join(','),
};
const withheldToken = `${withheld.system}|${withheld.code}`;

/**
 * What a request knows of the resources around those it shows: enough to tell whether a reference leads to something hidden,
 * and whether something shares the labels of what it belongs to. Asks for what is missing in one batch.
 */
export class Neighbours {
  readonly #fhir: Pick<FhirClient, 'batchSearch' | 'searchAll'>;
  readonly #patients: string | readonly string[] | null;
  readonly #known = new Map<string, Resource | null>();
  readonly #asked = new Map<string, Promise<void>>();
  readonly #around = new Map<string, Asked[]>();
  /** Reports and panels by what they gather. */
  readonly #gatherers = new Map<string, Resource[]>();
  readonly #pointers = new WeakMap<Resource, Pointer[]>();

  /** Of one chart or several; null: of many patients, where nothing is asked for of a chart as a whole. */
  constructor(
    fhir: Pick<FhirClient, 'batchSearch' | 'searchAll'>,
    patients: string | readonly string[] | null,
  ) {
    this.#fhir = fhir;
    this.#patients = patients;
  }

  pointersOf(resource: Resource): Pointer[] {
    let found = this.#pointers.get(resource);
    if (!found) this.#pointers.set(resource, (found = pointersOf(resource)));
    return found;
  }

  /** Current versions that an answer brought along, whether they may be shown or not. */
  learn(resources: Iterable<Resource>): void {
    for (const resource of resources)
      if (resource.id && !isShared(resource.resourceType) && !isPart(resource)) this.#take(resource);
  }

  /** Undefined when nobody asked; null when there is no such resource, or none that this person may read. */
  get(key: string): Resource | null | undefined {
    return this.#known.get(key);
  }

  /** Asks for these, and, where `hiding` hides something, for what of the chart may share a label. Rejects when any of it cannot be had. */
  async look(keys: ReadonlySet<string>, hiding: Obligations | null): Promise<void> {
    const around = hiding ? this.#aroundCharts(hiding) : [];
    const hasAllStays = around.some(({ search: { type } }) => type === 'Encounter');
    const byType = new Map<string, string[]>();
    for (const key of keys) {
      const [type = '', id = ''] = key.split('/');
      if (this.#known.has(key) || this.#asked.has(key)) continue;
      if (type === 'Encounter' && hasAllStays) continue;
      const ids = byType.get(type);
      if (ids) ids.push(id);
      else byType.set(type, [id]);
    }
    const lists = [...byType].flatMap(([type, ids]) =>
      slices(ids).map((slice) => ({
        search: byIds(type as Type, slice),
        keys: slice.map((id) => `${type}/${id}`),
      })),
    );
    this.#send([...lists, ...around.filter(({ keys: [name = ''] }) => !this.#asked.has(name))]);
    const names = [...keys, ...around.flatMap((one) => one.keys)];
    await Promise.all(new Set(names.flatMap((name) => this.#asked.get(name) ?? [])));
    for (const key of keys) if (!this.#known.has(key)) this.#known.set(key, null);
    // of several charts not all stays are there: those of what came (the order of a result, the reason of a treatment) follow
    if (around.length > 0 && !hasAllStays) {
      const stays = [...keys].flatMap((key) => this.#staysOf(key)).filter((key) => !this.#known.has(key));
      if (stays.length > 0) await this.look(new Set(stays), hiding);
    }
    if (hiding && typeof this.#patients === 'string') await this.#lookAtReports(this.#patients, hiding);
  }

  /** Made once for whatever hides the same: every chart of a list asks for it. */
  #aroundCharts({ hideLabels, releasedOnly }: Obligations): Asked[] {
    if (this.#patients === null) return [];
    const name = JSON.stringify([hideLabels, releasedOnly]);
    const known = this.#around.get(name);
    if (known) return known;
    const around = aroundCharts(this.#patients, { hideLabels, releasedOnly }).map(asked);
    this.#around.set(name, around);
    return around;
  }

  /** Reports of stays that are hidden: what they hold is hidden with them, whether or not an answer brings them along. */
  async #lookAtReports(patient: string, hiding: Obligations): Promise<void> {
    const stays = [...this.#known.values()].flatMap((known) =>
      known?.resourceType === 'Encounter' && this.#sharesHidden(known, hiding)
        ? [`Encounter/${known.id}`]
        : [],
    );
    const searches = slices(stays.sort()).map((slice) => asked(reportsOf(patient, slice)));
    this.#send(searches.filter(({ keys: [name = ''] }) => !this.#asked.has(name)));
    await Promise.all(searches.map(({ keys: [name = ''] }) => this.#asked.get(name)));
  }

  /** In one batch; whoever waits for one of the keys waits for it. */
  #send(news: readonly Asked[]): void {
    if (news.length === 0) return;
    const answered = this.#ask(news.map(({ search }) => search));
    const heard = answered.then((answers) => {
      for (const resource of answers.flat()) this.#take(resource);
    });
    heard.catch(() => undefined); // whoever waits for it hears of it
    for (const name of news.flatMap((one) => one.keys)) this.#asked.set(name, heard);
  }

  #staysOf(key: string): string[] {
    const resource = this.#known.get(key);
    return (resource ? this.pointersOf(resource) : []).flatMap(({ key: target, isBinding }) =>
      isBinding && target?.startsWith('Encounter/') ? [target] : [],
    );
  }

  /** Labels of a resource and of everything it is of, about, part of or made from; `#withheld` when that is withheld. */
  labels(resource: Resource, seen = new Set<string>()): Set<string> {
    const key = `${resource.resourceType}/${resource.id}`;
    const found = new Set(labelsOf(resource));
    if (isWithheld(resource)) found.add('#withheld');
    if (seen.has(key)) return found;
    seen.add(key);
    const others = this.pointersOf(resource).flatMap((p) =>
      p.isBinding && p.key ? (this.#known.get(p.key) ?? []) : [],
    );
    for (const other of [...others, ...(this.#gatherers.get(key) ?? [])])
      for (const label of this.labels(other, seen)) found.add(label);
    return found;
  }

  /** Whether obligations leave it out, for what it says itself or shares. */
  isHidden(resource: Resource, obligations: Obligations): boolean {
    if (this.#isLabelled(resource, obligations)) return true;
    if (!hidesSomething(obligations)) return false;
    // what gathers nothing but hidden things would tell of them by its name alone
    const gathered = this.pointersOf(resource).filter((p) => p.isGathering);
    return (
      gathered.length > 0 &&
      gathered.every(({ key }) => {
        const target = key === null ? null : this.#known.get(key);
        return target ? this.#isLabelled(target, obligations) : false;
      })
    );
  }

  #isLabelled(resource: Resource, obligations: Obligations): boolean {
    if (!isPermitted(resource, obligations)) return true;
    return hidesSomething(obligations) && this.#sharesHidden(resource, obligations);
  }

  #sharesHidden(resource: Resource, { hideLabels, releasedOnly }: Obligations): boolean {
    const shared = this.labels(resource);
    return (releasedOnly && shared.has('#withheld')) || hideLabels.some((label) => shared.has(label));
  }

  #take(resource: Resource): void {
    const key = `${resource.resourceType}/${resource.id}`;
    if (this.#known.get(key)) return;
    this.#known.set(key, resource);
    if (resource.resourceType !== 'DiagnosticReport' && resource.resourceType !== 'Observation') return;
    for (const pointer of this.pointersOf(resource))
      if (pointer.key && ['result', 'hasMember', 'imagingStudy', 'link'].includes(pointer.element))
        this.#gatherers.set(pointer.key, [...(this.#gatherers.get(pointer.key) ?? []), resource]);
  }

  async #ask(searches: Search[]): Promise<Resource[][]> {
    const answers = await this.#fhir.batchSearch(searches);
    return Promise.all(searches.map((search, i) => this.#whole(search, answers[i])));
  }

  /** All of an answer. A type that a server does not keep has nothing in it; any other failure is one. */
  async #whole({ type, params }: Search, answer: Bundle | FhirError | undefined): Promise<Resource[]> {
    if (answer instanceof FhirError && answer.status === 404) return [];
    if (answer === undefined || answer instanceof FhirError)
      throw answer ?? new FhirError(502, null, 'empty');
    if (hasNext(answer)) return this.#fhir.searchAll(type, params, 20_000);
    return (answer.entry ?? []).flatMap(({ resource }) =>
      resource && resource.resourceType !== 'OperationOutcome' ? [resource] : [],
    );
  }
}

const asked = (search: Search): Asked => ({ search, keys: [JSON.stringify(search)] });

const isPart = ({ meta }: Resource): boolean => meta?.tag?.some(({ code }) => code === 'SUBSETTED') ?? false;

function byIds(type: Type, ids: readonly string[]): Search {
  // a part of a stay shares the labels of the whole
  const wholes = type === 'Encounter' ? { '_include:iterate': 'Encounter:part-of' } : {};
  const params = { _id: ids.join(','), _count: ids.length, ...wholes };
  return { type, params: slim.types.has(type) ? { ...params, _elements: slim.elements } : params };
}

const reportsOf = (patient: string, stays: readonly string[]): Search => ({
  type: 'DiagnosticReport',
  params: {
    ...searchOf('DiagnosticReport', patient),
    encounter: stays.join(','),
    _elements: slim.elements,
    _count: maxStays,
  },
});

function aroundCharts(
  patients: string | readonly string[],
  { hideLabels, releasedOnly }: Obligations,
): Search[] {
  const of = (type: Type): SearchParams => searchOf(type, patients);
  const marks: SearchParams[] = [
    ...(hideLabels.length > 0 ? [{ _security: hideLabels.join(',') }] : []),
    ...(releasedOnly ? [{ _tag: withheldToken }, { _security: withheldToken }] : []),
  ];
  return [
    // of one chart; of many charts these would be all stays ever, and only those that something leads to are asked for
    ...(typeof patients === 'string'
      ? [{ type: 'Encounter' as const, params: { ...of('Encounter'), _count: maxStays } }]
      : []),
    ...sharing.flatMap((type) =>
      marks.map((mark) => ({ type, params: { ...of(type), ...mark, _count: maxStays } })),
    ),
  ];
}

function slices(ids: readonly string[]): string[][] {
  const all: string[][] = [];
  for (let from = 0; from < ids.length; from += atOnce) all.push(ids.slice(from, from + atOnce));
  return all;
}
