import { FhirRouter, type HttpMethod } from '@medplum/fhir-router';
import type { Bundle, OperationOutcome, Resource } from '@medplum/fhirtypes';
import { BadIfMatch, ifMatchVersion, json, prefers, type FhirAnswer, type FhirCall } from './http/call.ts';
import { searchset } from './http/bundles.ts';
import { capabilityStatement } from './http/capability.ts';
import { history, versionHeaders, versionOf } from './http/history.ts';
import { isType } from './model/definitions.ts';
import { everything } from './operations/everything.ts';
import { findOperation, type Operation } from './operations/operation.ts';
import { validate } from './operations/validate.ts';
import { asFailure, badRequest, FhirFailure, statusOf } from './outcome.ts';
import { readCurrent, StoreRepository } from './repository.ts';
import { parseQuery, type Pairs } from './search/query.ts';
import { search } from './search/search.ts';
import type { Queryable } from './store/driver.ts';
import type { Store } from './store/store.ts';
import { batch } from './write/batch.ts';
import { transaction } from './write/transaction.ts';

export interface FhirServerOptions {
  store: Store;
  issuer: string | null;
  operations?: readonly Operation[];
  onFault(error: unknown): void;
}

/**
 * One FHIR interaction after the other, apart from HTTP. Searches, histories, Bundles and operations are answered here;
 * creating, changing, patching and deleting one resource goes through FhirRouter over our repository. Its GraphQL is
 * not offered: building the schema would hold up every server of this process for eight seconds.
 */
export class FhirServer {
  readonly operations: readonly Operation[];
  private readonly router = new FhirRouter();
  private readonly store: Store;
  private readonly options: FhirServerOptions;
  constructor(options: FhirServerOptions) {
    this.options = options;
    this.store = options.store;
    this.operations = [everything, validate, ...(options.operations ?? [])];
  }

  /** Never rejects: every failure is an OperationOutcome. */
  async handle(call: FhirCall): Promise<FhirAnswer> {
    try {
      return await this.route(call);
    } catch (error) {
      if (error instanceof BadIfMatch) return json(400, badRequest('If-Match takes W/"version"').outcome);
      const { status, outcome, unforeseen } = asFailure(error);
      if (unforeseen) this.options.onFault(error);
      return json(status, outcome);
    }
  }

  private async route(call: FhirCall): Promise<FhirAnswer> {
    const { method, path, query } = call;
    const [first, second, third, fourth] = path;
    const isGet = method === 'GET' || method === 'HEAD';
    if (first === undefined) {
      if (method === 'POST') return this.bundle(call);
      throw new FhirFailure(400, 'not-supported', 'Searching every type at once is not supported');
    }
    const name = path.at(-1) ?? '';
    if (name.startsWith('$')) return this.operation(call, name.slice(1));
    if (isGet && path.length === 1 && first === 'metadata')
      return json(200, capabilityStatement(call.base, this.options.issuer, this.operations));
    if (isGet && path.length === 1 && first === '_history') return history(this.store.driver, call, {});
    if (!isType(first)) throw new FhirFailure(404, 'not-supported', `${first} is not a resource type`);
    if (second === '_search' && path.length === 2 && (method === 'POST' || isGet))
      return this.search(call, first, [...query, ...formPairs(call.body)], this.store.driver);
    if (isGet && path.length === 1) return this.search(call, first, query, this.store.driver);
    if (isGet && path.length === 2 && second === '_history')
      return history(this.store.driver, call, { type: first });
    if (isGet && path.length === 3 && second !== undefined && third === '_history')
      return history(this.store.driver, call, { type: first, id: second });
    if (isGet && path.length === 4 && second !== undefined && third === '_history' && fourth !== undefined)
      return versionOf(this.store.driver, first, second, fourth);
    if (isGet && path.length === 2 && second !== undefined)
      return this.read(call, first, second, this.store.driver);
    return this.crud(call);
  }

  private async read(call: FhirCall, type: string, id: string, db: Queryable): Promise<FhirAnswer> {
    const row = await readCurrent(db, type, id);
    const headers = versionHeaders(row);
    return call.headers['if-none-match'] === headers['etag']
      ? json(304, null, headers)
      : json(200, row.content, headers);
  }

  private async search(call: FhirCall, type: string, pairs: Pairs, db: Queryable): Promise<FhirAnswer> {
    const query = parseQuery(type, pairs);
    const result = await search(db, query, {
      base: call.base,
      lenient: prefers(call.headers, 'handling=lenient'),
    });
    return json(200, searchset(call.base, type, pairs, query, result));
  }

  private async bundle(call: FhirCall): Promise<FhirAnswer> {
    const bundle = call.body as Bundle | null;
    if (bundle?.resourceType !== 'Bundle')
      throw badRequest('A Bundle of type transaction or batch is needed');
    if (bundle.type === 'batch') return json(200, await batch(bundle, call, (inner) => this.handle(inner)));
    if (bundle.type !== 'transaction')
      throw badRequest('Bundle.type must be transaction or batch', ['Bundle.type']);
    return json(
      200,
      await transaction(this.store, bundle, call, async (inner, tx) => {
        const [type = '', id] = inner.path;
        return id === undefined ? this.search(inner, type, inner.query, tx) : this.read(inner, type, id, tx);
      }),
    );
  }

  private async operation(call: FhirCall, name: string): Promise<FhirAnswer> {
    const [type = null, id = null] = call.path.slice(0, -1);
    if (type !== null && !isType(type))
      throw new FhirFailure(404, 'not-supported', `${type} is not a resource type`);
    const operation = findOperation(this.operations, name, type, id);
    if (!operation) throw new FhirFailure(404, 'not-supported', `$${name} is not known here`);
    if (call.method !== 'POST' && !(operation.isQuery && call.method === 'GET'))
      throw new FhirFailure(405, 'not-supported', `$${name} does not take ${call.method}`);
    return operation.run({ call, store: this.store, type, id });
  }

  private async crud(call: FhirCall): Promise<FhirAnswer> {
    ifMatchVersion(call.headers['if-match']); // FhirRouter ignores one it cannot read
    if (call.method === 'DELETE' && call.path.length === 1) await this.assertNarrow(call);
    const repository = new StoreRepository(this.store, call.base);
    const search = new URLSearchParams(call.query as [string, string][]).toString();
    const url = `/${call.path.map(encodeURIComponent).join('/')}${search ? `?${search}` : ''}`;
    const [outcome, resource] = await this.router.handleRequest(
      {
        method: call.method as HttpMethod,
        url,
        pathname: '',
        params: {},
        query: {},
        headers: call.headers,
        body: call.body,
      },
      repository,
    );
    if (repository.fault) this.options.onFault(repository.fault);
    return this.answer(call, outcome, resource, repository);
  }

  /** Without a condition everything of a type would go. */
  private async assertNarrow(call: FhirCall): Promise<void> {
    if (parseQuery(call.path[0] ?? '', call.query).filters.length === 0)
      throw badRequest('A conditional deletion needs search parameters');
  }

  private answer(
    call: FhirCall,
    outcome: OperationOutcome,
    resource: Resource | undefined,
    repository: StoreRepository,
  ): FhirAnswer {
    const status = statusOf(outcome);
    if (status >= 400) {
      const { id: _id, ...shown } = outcome;
      return json(status, shown as OperationOutcome);
    }
    const [written] = repository.written;
    if (call.method === 'DELETE')
      return json(
        written ? 200 : 204,
        written
          ? {
              resourceType: 'OperationOutcome',
              issue: [{ severity: 'information', code: 'informational', diagnostics: 'Deleted' }],
            }
          : null,
        written ? versionHeaders(written) : {},
      );
    if (!written)
      return json(
        status,
        resource ?? outcome,
        resource?.meta?.versionId
          ? {
              etag: `W/"${resource.meta.versionId}"`,
              ...(resource.meta.lastUpdated
                ? { 'last-modified': new Date(resource.meta.lastUpdated).toUTCString() }
                : {}),
              location: `${call.base}/${resource.resourceType}/${resource.id}/_history/${resource.meta.versionId}`,
            }
          : {},
      );
    const headers = {
      ...versionHeaders(written),
      location: `${call.base}/${written.ref}/_history/${written.version}`,
    };
    const created = written.isNew ? 201 : 200;
    return json(created, prefers(call.headers, 'return=minimal') ? null : written.content, headers);
  }
}

function formPairs(body: unknown): [string, string][] {
  return typeof body === 'string' ? [...new URLSearchParams(body)] : [];
}
