import {
  formatSearchQuery,
  OperationOutcomeError,
  type Operation,
  type SearchRequest,
  type WithId,
} from '@medplum/core';
import {
  FhirRepository,
  type CreateResourceOptions,
  type RepositoryMode,
  type UpdateResourceOptions,
} from '@medplum/fhir-router';
import type { Bundle, Parameters, Reference, Resource } from '@medplum/fhirtypes';
import { asFailure, badRequest, FhirFailure, gone, notFound, preconditionFailed } from './outcome.ts';
import { isType } from './model/definitions.ts';
import { parseQuery } from './search/query.ts';
import { search } from './search/search.ts';
import type { Queryable } from './store/driver.ts';
import {
  current,
  newId,
  type Store,
  type Stored,
  type WriteTransaction,
  type Written,
} from './store/store.ts';
import { patched } from './write/patch.ts';
import { isConditional, rewriteReferences } from './write/references.ts';
import { resolveCondition } from './write/conditional.ts';
import { assertValid } from './write/validation.ts';

/**
 * FhirRouter's view of the store, made for one request: `written` tells afterwards what it did (for ETag, Location and
 * 201 against 200). FhirRouter turns errors into outcomes, so refusals are thrown as its own error type.
 */
export class StoreRepository extends FhirRepository {
  readonly written: Written[] = [];
  /** An error nobody foresaw, for the log; the answer does not show it. */
  fault: unknown = null;
  private readonly store: Store;
  private readonly base: string;
  private readonly tx: WriteTransaction | null;
  constructor(store: Store, base: string, tx: WriteTransaction | null = null) {
    super();
    this.store = store;
    this.base = base;
    this.tx = tx;
  }

  setMode(_mode: RepositoryMode): void {
    /* one database for reading and writing */
  }
  generateId(): string {
    return newId();
  }

  createResource<T extends Resource>(resource: T, options?: CreateResourceOptions): Promise<WithId<T>> {
    const id = options?.assignedId && resource.id ? resource.id : newId();
    return this.save({ ...resource, id }, 'POST', () => undefined, false);
  }

  updateResource<T extends Resource>(resource: T, options?: UpdateResourceOptions): Promise<WithId<T>> {
    const { id } = resource;
    return this.refusing(async () => {
      if (!id || !/^[A-Za-z0-9.-]{1,64}$/.test(id))
        throw badRequest('An id of 1 to 64 letters, digits, - and . is needed');
      return this.save(resource, 'PUT', (prior) => checkVersion(prior, options?.ifMatch), true);
    });
  }

  private save<T extends Resource>(
    resource: T,
    method: 'POST' | 'PUT',
    check: (prior: Stored | null) => void,
    mayExist: boolean,
  ): Promise<WithId<T>> {
    return this.refusing(async () => {
      assertValid(resource);
      const ref = `${resource.resourceType}/${resource.id ?? ''}`;
      return this.transact(async (tx) => {
        await this.resolveReferences(tx, resource);
        const prior = mayExist ? ((await current(tx, [ref])).get(ref) ?? null) : null;
        check(prior);
        const [done] = await tx.write([{ ref, method, resource, prior }]);
        if (done) this.written.push(done);
        return resource as WithId<T>;
      });
    });
  }

  private async resolveReferences(tx: WriteTransaction, resource: Resource): Promise<void> {
    const conditional = new Map<string, string | null>();
    rewriteReferences(resource, (reference) => {
      if (isConditional(reference)) conditional.set(reference, null);
      return reference.startsWith(`${this.base}/`) ? reference.slice(this.base.length + 1) : undefined;
    });
    for (const reference of conditional.keys()) {
      const [type = '', criteria = ''] = reference.split(/\?(.*)/s);
      const found = await resolveCondition(tx, type, criteria, this.base);
      if (!found)
        throw new FhirFailure(400, 'not-found', `A conditional reference to ${type} matches nothing`);
      conditional.set(reference, found);
    }
    if (conditional.size > 0)
      rewriteReferences(resource, (reference) => conditional.get(reference) ?? undefined);
  }

  readResource<T extends Resource>(resourceType: string, id: string): Promise<WithId<T>> {
    return this.refusing(
      async () =>
        JSON.parse((await readCurrent(this.tx ?? this.store.driver, resourceType, id)).content) as WithId<T>,
    );
  }

  readReference<T extends Resource>(reference: Reference<T>): Promise<WithId<T>> {
    const [type = '', id = ''] = reference.reference?.split('/') ?? [];
    return this.readResource<T>(type, id);
  }

  async readReferences<T extends Resource>(references: readonly Reference<T>[]): Promise<(T | Error)[]> {
    const found = await current(
      this.tx ?? this.store.driver,
      references.flatMap((r) => r.reference ?? []),
    );
    return references.map(({ reference = '' }) => {
      const row = found.get(reference);
      return row && !row.deleted
        ? (JSON.parse(row.content) as T)
        : new OperationOutcomeError(notFound(reference).outcome);
    });
  }

  readHistory<T extends Resource>(): Promise<Bundle<WithId<T>>> {
    throw new Error('history is answered before the router');
  }
  readVersion<T extends Resource>(): Promise<WithId<T>> {
    throw new Error('versions are answered before the router');
  }

  deleteResource(resourceType: string, id: string, options?: { ifMatch?: string }): Promise<void> {
    const ref = `${resourceType}/${id}`;
    return this.refusing(() =>
      this.transact(async (tx) => {
        const prior = (await current(tx, [ref])).get(ref) ?? null;
        checkVersion(prior, options?.ifMatch);
        if (!prior || prior.deleted) return;
        this.written.push(...(await tx.write([{ ref, method: 'DELETE', resource: null, prior }])));
      }),
    );
  }

  patchResource<T extends Resource>(
    resourceType: T['resourceType'],
    id: string,
    patch: Operation[] | Parameters,
    options?: UpdateResourceOptions,
  ): Promise<WithId<T>> {
    const ref = `${resourceType}/${id}`;
    return this.refusing(() =>
      this.transact(async (tx) => {
        const prior = (await current(tx, [ref])).get(ref);
        if (!prior) throw notFound(ref);
        if (prior.deleted) throw gone(ref);
        checkVersion(prior, options?.ifMatch);
        const resource = patched(prior, patch) as WithId<T>;
        this.written.push(...(await tx.write([{ ref, method: 'PUT', resource, prior }])));
        return resource;
      }),
    );
  }

  search<T extends Resource>(request: SearchRequest<T>): Promise<Bundle<WithId<T>>> {
    return this.refusing(async () => {
      const query = parseQuery(request.resourceType, [
        ...new URLSearchParams(formatSearchQuery(request).replace(/^\?/, '')),
      ]);
      const { matches, included, total } = await search(this.tx ?? this.store.driver, query, {
        base: this.base,
        lenient: false,
      });
      const entry = [
        ...matches.map((m) => ({
          resource: JSON.parse(m.content) as WithId<T>,
          search: { mode: 'match' as const },
        })),
        ...included.map((m) => ({
          resource: JSON.parse(m.content) as WithId<T>,
          search: { mode: 'include' as const },
        })),
      ];
      return { resourceType: 'Bundle', type: 'searchset', ...(total === null ? {} : { total }), entry };
    });
  }

  async searchByReference<T extends Resource>(
    request: SearchRequest<T>,
    field: string,
    references: string[],
  ): Promise<Record<string, WithId<T>[]>> {
    const found: Record<string, WithId<T>[]> = {};
    for (const reference of references) {
      const bundle = await this.search<T>({
        ...request,
        filters: [...(request.filters ?? []), { code: field, operator: 'eq' as never, value: reference }],
      });
      found[reference] = (bundle.entry ?? []).flatMap((e) =>
        e.resource && e.search?.mode === 'match' ? [e.resource] : [],
      );
    }
    return found;
  }

  withTransaction<R>(callback: (repository: this) => Promise<R>): Promise<R> {
    return this.refusing(() =>
      this.transact(async (tx) => {
        const inner = new StoreRepository(this.store, this.base, tx) as this;
        const result = await callback(inner);
        this.written.push(...inner.written);
        return result;
      }),
    );
  }

  private transact<R>(run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    if (this.tx) return run(this.tx);
    return this.store.transaction((tx) => {
      this.written.length = 0;
      return run(tx);
    });
  }

  /** Turns errors into FhirRouter's at the outside only: inside a transaction the store must see what it may retry. */
  private async refusing<R>(run: () => Promise<R>): Promise<R> {
    if (this.tx) return run();
    try {
      return await run();
    } catch (error) {
      if (error instanceof OperationOutcomeError) throw error;
      if (error instanceof FhirFailure)
        throw new OperationOutcomeError({ ...error.outcome, id: `status-${error.status}` });
      this.fault = error;
      throw new OperationOutcomeError({ ...asFailure(error).outcome, id: 'status-500' });
    }
  }
}

/** The current version; 404 when never known, 410 when deleted. */
export async function readCurrent(db: Queryable, type: string, id: string): Promise<Stored> {
  if (!isType(type)) throw new FhirFailure(404, 'not-supported', `${type} is not a resource type`);
  const ref = `${type}/${id}`;
  const row = (await current(db, [ref])).get(ref);
  if (!row) throw notFound(ref);
  if (row.deleted) throw gone(ref);
  return row;
}
function checkVersion(prior: Stored | null, ifMatch: string | undefined): void {
  if (ifMatch !== undefined && String(prior?.version ?? '') !== ifMatch)
    throw preconditionFailed('The version is not the current one');
}
