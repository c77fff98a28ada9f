import type { Bundle, BundleEntry, OperationOutcome, Parameters, Resource } from '@medplum/fhirtypes';
import { FhirError } from './errors.ts';
import { Transport, type FhirAnswer, type FhirRequest, type TransportOptions } from './transport.ts';
import { checkedId, checkedPath, pathOfLink, query, type SearchParams } from './url.ts';

export type ResourceOf<T extends Resource['resourceType']> = Extract<Resource, { resourceType: T }>;

/** Typed FHIR R4 client. Every method throws `FhirError`; `undefined` parameters are left out, arrays repeat the name. */
export interface FhirClient {
  read<T extends Resource['resourceType']>(type: T, id: string): Promise<ResourceOf<T>>;
  vread<T extends Resource['resourceType']>(type: T, id: string, versionId: string): Promise<ResourceOf<T>>;
  history(type: Resource['resourceType'], id: string): Promise<Bundle>;
  search<T extends Resource['resourceType']>(type: T, params: SearchParams): Promise<Bundle<ResourceOf<T>>>;
  /** Follows `next` links of the same origin until the end or `limit` resources. */
  searchAll<T extends Resource['resourceType']>(
    type: T,
    params: SearchParams,
    limit: number,
  ): Promise<ResourceOf<T>[]>;
  /** One batch of searches in one request; answers in the same order, each a Bundle or a FhirError. */
  batchSearch(
    searches: readonly { type: Resource['resourceType']; params: SearchParams }[],
  ): Promise<(Bundle | FhirError)[]>;
  create<T extends Resource>(resource: T, options?: { ifNoneExist?: string }): Promise<T>;
  /** `ifMatch` is a bare versionId; sends `W/"…"`. */
  update<T extends Resource & { id?: string }>(resource: T, options?: { ifMatch?: string }): Promise<T>;
  transaction(bundle: Bundle): Promise<Bundle>;
  /** An operation that reads. Given Parameters it goes by POST, so that nothing of what is asked stands in the address. */
  operation<R extends Resource>(path: string, given?: OperationInput): Promise<R>;
}
export type OperationInput = SearchParams | Parameters;

/** On whose behalf, for which request. */
interface ClientOptions {
  /** Asked before every request; throws when there is no grant any more. */
  token: () => Promise<string | null>;
  /** Sent as `x-request-id`, so that both sides' logs can be put together. */
  requestId?: string;
  /** Gives up what is under way when the person does. */
  signal?: AbortSignal;
}

/** One FHIR server; make one per process and a client per request from it. */
export interface FhirServer {
  client(options: ClientOptions): FhirClient;
  close(): Promise<void>;
}

export function connectFhir(options: TransportOptions): FhirServer {
  const transport = new Transport(options);
  return { client: (who) => new Client(transport, who), close: () => transport.close() };
}

type Type = Resource['resourceType'];
/** Longer queries go as `POST _search`: proxies and servers cut long lines. */
const longestQuery = 4_000;

class Client implements FhirClient {
  readonly #transport: Transport;
  readonly #who: ClientOptions;
  constructor(transport: Transport, who: ClientOptions) {
    this.#transport = transport;
    this.#who = who;
  }

  async read<T extends Type>(type: T, id: string): Promise<ResourceOf<T>> {
    return this.#of(type, await this.#get(`${type}/${checkedId(id)}`));
  }

  async vread<T extends Type>(type: T, id: string, versionId: string): Promise<ResourceOf<T>> {
    return this.#of(type, await this.#get(`${type}/${checkedId(id)}/_history/${checkedId(versionId)}`));
  }

  async history(type: Type, id: string): Promise<Bundle> {
    return this.#of('Bundle', await this.#get(`${type}/${checkedId(id)}/_history`));
  }

  async search<T extends Type>(type: T, params: SearchParams): Promise<Bundle<ResourceOf<T>>> {
    const q = query(params);
    const answer =
      q.length > longestQuery
        ? await this.#send({ method: 'POST', path: this.#path(`${type}/_search`), form: q, safe: true })
        : await this.#get(q ? `${type}?${q}` : type);
    return this.#of('Bundle', answer) as Bundle<ResourceOf<T>>;
  }

  async searchAll<T extends Type>(type: T, params: SearchParams, limit: number): Promise<ResourceOf<T>[]> {
    // by id: a server that pages by offset gives one again when something new came before it
    const found = new Map<string, ResourceOf<T>>();
    const seen = new Set<string>();
    let page: Bundle<ResourceOf<T>> = await this.search(type, params);
    while (found.size < limit) {
      for (const { resource, search } of page.entry ?? [])
        if (resource && search?.mode !== 'outcome' && search?.mode !== 'include')
          found.set(`${resource.resourceType}/${resource.id ?? found.size}`, resource);
      const next = page.link?.find((l) => l.relation === 'next')?.url;
      // a server that repeats itself must not hold us for ever
      if (!next || seen.has(next) || found.size >= limit) break;
      seen.add(next);
      const path = pathOfLink(next, this.#transport.baseUrl, this.#transport.linkOrigins);
      page = this.#of('Bundle', await this.#send({ method: 'GET', path, safe: true })) as Bundle<
        ResourceOf<T>
      >;
    }
    return [...found.values()].slice(0, limit);
  }

  async batchSearch(
    searches: readonly { type: Type; params: SearchParams }[],
  ): Promise<(Bundle | FhirError)[]> {
    if (searches.length === 0) return [];
    const body: Bundle = {
      resourceType: 'Bundle',
      type: 'batch',
      entry: searches.map(({ type, params }): BundleEntry => ({
        request: { method: 'GET', url: `${type}?${query(params)}` },
      })),
    };
    const answer = this.#of(
      'Bundle',
      await this.#send({ method: 'POST', path: this.#path(''), body, safe: true }),
    );
    return searches.map((_, i) => partOf(answer.entry?.[i]));
  }

  async create<T extends Resource>(resource: T, options: { ifNoneExist?: string } = {}): Promise<T> {
    const headers: Record<string, string> = { prefer: 'return=representation' };
    if (options.ifNoneExist !== undefined) headers['if-none-exist'] = options.ifNoneExist;
    const answer = await this.#send({
      method: 'POST',
      path: this.#path(resource.resourceType),
      body: resource,
      headers,
    });
    return this.#written(resource, answer);
  }

  async update<T extends Resource & { id?: string }>(
    resource: T,
    options: { ifMatch?: string } = {},
  ): Promise<T> {
    const headers: Record<string, string> = { prefer: 'return=representation' };
    if (options.ifMatch !== undefined) headers['if-match'] = `W/"${checkedId(options.ifMatch)}"`;
    const answer = await this.#send({
      method: 'PUT',
      path: this.#path(`${resource.resourceType}/${checkedId(resource.id ?? '')}`),
      body: resource,
      headers,
    }).catch((error: unknown) => {
      throw options.ifMatch === undefined ? error : failedMatch(error);
    });
    return this.#written(resource, answer);
  }

  async transaction(bundle: Bundle): Promise<Bundle> {
    return this.#of('Bundle', await this.#send({ method: 'POST', path: this.#path(''), body: bundle }));
  }

  async operation<R extends Resource>(path: string, given: OperationInput = {}): Promise<R> {
    const below = checkedPath(path);
    const q = isParameters(given) ? '' : query(given);
    const { resource } = isParameters(given)
      ? await this.#send({ method: 'POST', path: this.#path(below), body: given, safe: true })
      : await this.#get(q ? `${below}?${q}` : below);
    if (!resource) throw new FhirError(502, null, 'empty');
    return resource as R;
  }

  #path(below: string): string {
    return below === '' ? this.#transport.basePath || '/' : `${this.#transport.basePath}/${below}`;
  }
  #get(below: string): Promise<FhirAnswer> {
    return this.#send({ method: 'GET', path: this.#path(below), safe: true });
  }

  async #send(request: FhirRequest): Promise<FhirAnswer> {
    const { token, requestId, signal } = this.#who;
    const bearer = await token();
    const headers = { ...request.headers };
    if (bearer !== null) headers['authorization'] = `Bearer ${bearer}`;
    if (requestId !== undefined) headers['x-request-id'] = requestId;
    return this.#transport.send({ ...request, headers, ...(signal ? { signal } : {}) });
  }

  #of<T extends Type>(type: T, { resource }: FhirAnswer): ResourceOf<T> {
    if (resource?.resourceType !== type) throw new FhirError(502, null, resource ? 'other-type' : 'empty');
    return resource as ResourceOf<T>;
  }

  /** The resource as stored. A server may ignore `Prefer` and answer without it: then it is where `Location` says. */
  async #written<T extends Resource>(sent: T, answer: FhirAnswer): Promise<T> {
    if (answer.resource?.resourceType === sent.resourceType) return answer.resource as T;
    const location = [answer.headers['location'], answer.headers['content-location']]
      .flat()
      .find((v) => typeof v === 'string');
    const id = location ? new RegExp(`${sent.resourceType}/([^/]+)`).exec(location)?.[1] : sent.id;
    if (!id) throw new FhirError(502, null, 'empty');
    return this.read(sent.resourceType, id) as Promise<unknown> as Promise<T>;
  }
}

const isParameters = (given: OperationInput): given is Parameters => given['resourceType'] === 'Parameters';

/** HAPI says 409 where `If-Match` does not hold any more, others 412 as RFC 9110 13.1.1 does. */
function failedMatch(error: unknown): unknown {
  return error instanceof FhirError && error.status === 409
    ? new FhirError(412, error.outcome, error.code)
    : error;
}

function partOf(entry: BundleEntry | undefined): Bundle | FhirError {
  const status = Number.parseInt(entry?.response?.status ?? '', 10);
  const resource = entry?.resource;
  if (resource?.resourceType === 'Bundle' && !(status >= 400)) return resource;
  const outcome = entry?.response?.outcome ?? resource;
  return new FhirError(
    status >= 400 ? status : 502,
    outcome?.resourceType === 'OperationOutcome' ? (outcome as OperationOutcome) : null,
    status >= 400 ? null : 'empty',
  );
}
