import {
  escapeParam,
  FhirError,
  type FhirClient,
  type OperationInput,
  type ResourceOf,
  type SearchParams,
} from '@keneyapp/fhir-client';
import type {
  Bundle,
  BundleEntry,
  DiagnosticReport,
  DocumentReference,
  Reference,
  Resource,
} from '@medplum/fhirtypes';
import { referenceKey, patientReference } from '@keneyapp/fhir-model/references';
import type { Guard } from './guard.ts';
import { saysWhoWrote } from './makers.ts';

type Type = Resource['resourceType'];
type Search = { type: Type; params: SearchParams };
/** A count of what may be seen needs the resources themselves when something is left out. */
const countedAtMost = 1_000;
const alone: Bundle = { resourceType: 'Bundle', type: 'transaction' };

export interface GuardedFhir extends FhirClient {
  /** A transaction as it may be sent; throws (403) when any of it may not be written. */
  accept(sent: Bundle): Bundle;
}

/** A FHIR client that answers only what the guard shows: the last door between the record and a screen. */
export function guardedFhir(
  fhir: FhirClient,
  guard: Guard,
  {
    fhirUrl,
    report,
  }: {
    /** Base under which documents may name files of this server in full. */
    fhirUrl?: string;
    /** A report that was opened: no search leads from a file to the reports that show it. */
    report?: DiagnosticReport;
  } = {},
): GuardedFhir {
  const one = async <R extends Resource>(resource: R, options?: { ofOldVersions?: boolean }): Promise<R> => {
    const [shown] = await guard.show([resource], options);
    if (!shown) throw new FhirError(404, null);
    return shown as R;
  };
  /**
   * A file is of the chart of what it says it belongs to, and there as hidden as any document that shows it; else of every
   * document that shows it, and of the report it was asked for by; of none, it is not there.
   */
  async function file(id: string): Promise<Resource> {
    const binary = await fhir.read('Binary', id);
    const { securityContext } = binary;
    const [type, ownerId = ''] = referenceKey(securityContext?.reference ?? '')?.split('/') ?? [];
    if (securityContext && type === undefined) throw new FhirError(404, null);
    const [owner, holders] = await Promise.all([
      type === undefined ? null : fhir.read(type as Type, ownerId),
      holdersOf(id),
    ]);
    const named = report && namesFile(report, id) ? [report] : [];
    const owners: Resource[] = owner
      ? [owner, ...holders.filter((one) => isOfSamePatient(one, owner))]
      : [...holders, ...named];
    const shown = await guard.show(owners);
    const file = guard.showFile(binary);
    if (owners.length === 0 || shown.includes(null) || !file) throw new FhirError(404, null);
    return file;
  }
  /** Documents of whatever patient that lead to a file, in any of its versions. */
  async function holdersOf(id: string): Promise<DocumentReference[]> {
    const places = [`Binary/${id}`, ...(fhirUrl ? [`${fhirUrl.replace(/\/+$/, '')}/Binary/${id}`] : [])];
    const found = await fhir.searchAll(
      'DocumentReference',
      { 'location:below': places.map(escapeParam).join(','), _count: 100 },
      20_000,
    );
    return found.filter(({ content }) =>
      content.some(({ attachment }) => referenceKey(attachment.url ?? '') === `Binary/${id}`),
    );
  }
  /** What ties people to a patient is not written without telling who did. */
  const written = <R extends Resource>(resource: R, sent: Bundle, fullUrl?: string): R => {
    const accepted = guard.accept(resource);
    if (!saysWhoWrote(accepted, fullUrl, sent)) throw new FhirError(403, null, 'no-author');
    return accepted;
  };
  const accept = (sent: Bundle): Bundle => ({
    ...sent,
    entry: (sent.entry ?? []).map((part): BundleEntry => {
      if (part.request?.method === 'DELETE' || !part.resource) throw new FhirError(403, null, 'other-chart');
      // who wrote it goes where it goes
      if (tellsOf(part.resource, sent) || isFileOfNew(part, sent)) return part;
      return { ...part, resource: written(part.resource, sent, part.fullUrl) };
    }),
  });
  const isCount = ({ params }: Search) => params['_summary'] === 'count';

  /** Bundles of one request, shown together: what has to be looked at for them is asked for at once. */
  async function bundles<B extends Bundle>(
    found: readonly B[],
    isPartial: readonly boolean[],
    options?: { ofOldVersions?: boolean },
  ): Promise<B[]> {
    const resources = found.flatMap((bundle) => (bundle.entry ?? []).flatMap(resourceOf));
    const shown = await guard.show(resources, options);
    let at = 0;
    return found.map((bundle, i) => {
      const kept = (bundle.entry ?? []).flatMap((entry) => {
        if (resourceOf(entry).length === 0) return [entry];
        const resource = shown[at++];
        return resource ? [{ ...entry, resource }] : [];
      });
      const { total, ...rest } = bundle;
      const isWhole = !isPartial[i] && kept.length === (bundle.entry?.length ?? 0);
      return {
        ...rest,
        ...(bundle.entry ? { entry: kept } : {}),
        ...(isWhole && total !== undefined ? { total } : {}),
      } as B;
    });
  }

  async function searches(
    asked: readonly Search[],
    send: (searches: Search[]) => Promise<(Bundle | FhirError)[]>,
  ) {
    const parts = Promise.all(asked.map(({ type }) => guard.isPartial(type)));
    parts.catch(() => undefined); // waited for below
    // only a count has to be asked for otherwise: everything else of a request goes out in one batch, at once
    const before = asked.some(isCount) ? await parts : [];
    const answers = await send(
      asked.map((search, i) =>
        before[i] && isCount(search)
          ? { ...search, params: { ...search.params, _summary: undefined, _count: countedAtMost } }
          : search,
      ),
    );
    const partial = await parts;
    const toShow = asked.flatMap((search, i) => {
      const answer = answers[i];
      // a server's own count of what is shown whole holds no resources
      const isAsItIs =
        answer === undefined || answer instanceof FhirError || (isCount(search) && !partial[i]);
      return isAsItIs ? [] : [{ i, answer }];
    });
    const shown = new Map<number, Bundle | FhirError>();
    try {
      const found = await bundles(
        toShow.map(({ answer }) => answer),
        toShow.map(({ i }) => partial[i] ?? true),
      );
      toShow.forEach(({ i }, n) => shown.set(i, found[n] ?? new FhirError(502, null, 'empty')));
    } catch (error) {
      // what cannot be checked is not shown
      if (!(error instanceof FhirError)) throw error;
      for (const { i } of toShow) shown.set(i, error);
    }
    return asked.map((search, i): Bundle | FhirError => {
      const answer = shown.get(i) ?? answers[i] ?? new FhirError(502, null, 'empty');
      if (answer instanceof FhirError || !isCount(search) || !partial[i]) return answer;
      const matches = (answer.entry ?? []).filter(
        ({ search: how }) => how?.mode !== 'include' && how?.mode !== 'outcome',
      );
      return { resourceType: 'Bundle', type: 'searchset', total: matches.length };
    });
  }

  return {
    read: async <T extends Type>(type: T, id: string) =>
      type === 'Binary' ? ((await file(id)) as ResourceOf<T>) : one(await fhir.read(type, id)),
    vread: async (type, id, versionId) => one(await fhir.vread(type, id, versionId), { ofOldVersions: true }),
    history: async (type, id) => {
      const [shown] = await bundles([await fhir.history(type, id)], [await guard.isPartial(type)], {
        ofOldVersions: true,
      });
      return shown ?? { resourceType: 'Bundle', type: 'history' };
    },
    search: async <T extends Type>(type: T, params: SearchParams) => {
      const [answer] = await searches([{ type, params }], async ([search]) => [
        await fhir.search(type, search?.params ?? params),
      ]);
      if (answer instanceof FhirError) throw answer;
      return answer as Bundle<ResourceOf<T>>;
    },
    searchAll: async <T extends Type>(type: T, params: SearchParams, limit: number) =>
      (await guard.show(await fhir.searchAll(type, params, limit))).filter(
        (r): r is ResourceOf<T> => r !== null,
      ),
    batchSearch: (asked) => searches(asked, (sent) => fhir.batchSearch(sent)),
    create: async (resource, options) => fhir.create(written(resource, alone), options),
    update: async (resource, options) => fhir.update(written(resource, alone), options),
    accept,
    transaction: async (sent) => {
      const { total: _total, ...answer } = await fhir.transaction(accept(sent));
      const shown = (answer.entry ?? []).flatMap((part) => {
        if (resourceOf(part).length === 0) return [part];
        const resource = part.resource && guard.showWritten(part.resource);
        return resource ? [{ ...part, resource }] : [];
      });
      return { ...answer, ...(answer.entry ? { entry: shown } : {}) };
    },
    operation: async <R extends Resource>(path: string, given?: OperationInput) => {
      const found = await fhir.operation<R>(path, given);
      if (found.resourceType !== 'Bundle') return one(found);
      const [shown] = await bundles([found as Bundle], [true]);
      return shown as Resource as R;
    },
  };
}

/** Whether a document is of the patient whose something is: a mistake in another chart closes nothing in this one. */
function isOfSamePatient({ subject }: DocumentReference, owner: Resource): boolean {
  const { subject: whose, patient } = owner as { subject?: Reference; patient?: Reference };
  const key =
    owner.resourceType === 'Patient'
      ? owner.id === undefined
        ? null
        : patientReference(owner.id)
      : referenceKey(whose?.reference ?? patient?.reference ?? '');
  return key !== null && referenceKey(subject?.reference ?? '') === key;
}

/** A Provenance of what the same Bundle writes, and of nothing else: it is of the chart that those are of. */
export function tellsOf(resource: Resource, { entry = [] }: Bundle): boolean {
  if (resource.resourceType !== 'Provenance' || resource.target.length === 0) return false;
  const others = new Set(
    entry.flatMap((part) =>
      part.resource && part.resource.resourceType !== 'Provenance'
        ? [`${part.resource.resourceType}/${part.resource.id ?? ''}`, part.fullUrl ?? '']
        : [],
    ),
  );
  return resource.target.every(({ reference = '' }) => reference !== '' && others.has(reference));
}

/** A file that is made with the one document it belongs to, which is judged itself: no file that there is, and of no other chart. */
export function isFileOfNew({ resource, request }: BundleEntry, { entry = [] }: Bundle): boolean {
  if (resource?.resourceType !== 'Binary' || request?.ifMatch !== undefined) return false;
  const owner = entry.find(
    (part) =>
      part.resource?.resourceType === 'DocumentReference' &&
      part.request?.ifMatch === undefined &&
      resource.securityContext?.reference === `DocumentReference/${part.resource.id ?? ''}`,
  )?.resource;
  return (
    owner?.resourceType === 'DocumentReference' &&
    owner.content.some(({ attachment }) => attachment.url === `Binary/${resource.id ?? ''}`)
  );
}

const namesFile = ({ presentedForm }: DiagnosticReport, id: string): boolean =>
  (presentedForm ?? []).some(({ url }) => referenceKey(url ?? '') === `Binary/${id}`);

/** What the guard has to speak of: an OperationOutcome is the server's word, and a part without resource holds nothing. */
const resourceOf = ({ resource }: BundleEntry): Resource[] =>
  resource === undefined || resource.resourceType === 'OperationOutcome' ? [] : [resource];
