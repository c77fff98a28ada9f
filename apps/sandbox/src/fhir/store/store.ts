import { randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import { withNumbers } from '@keneyapp/fhir-client/json';
import type { Resource } from '@medplum/fhirtypes';
import { isType } from '../model/definitions.ts';
import { extract } from '../model/extract.ts';
import { columnTypes, emptyRows, type IndexRows } from '../model/index-rows.ts';
import { FhirFailure, gone, notFound } from '../outcome.ts';
import { isRetryable, type Driver, type Plan, type Queryable, type Row, type SqlValue } from './driver.ts';

/** The current version of a resource; `content` is its JSON as it is sent. */
export interface Stored extends Row {
  rid: number;
  ref: string;
  type: string;
  version: number;
  updated: number;
  method: string;
  deleted: boolean;
  content: string;
}
type Method = 'POST' | 'PUT' | 'DELETE';

/** A version to be written over `prior` (null: new). `resource` is null for a deletion. */
export interface Write {
  ref: string;
  method: Method;
  resource: Resource | null;
  prior: Stored | null;
}
export interface Written {
  ref: string;
  version: number;
  updated: number;
  method: Method;
  isNew: boolean;
  content: string;
  resource: Resource | null;
}

/** Keeps tables of its own in step, inside the same transaction: `resource` is null once deleted. */
export type Projection = (
  tx: Queryable,
  changes: readonly { rid: number; ref: string; resource: Resource | null; isNew: boolean }[],
) => Promise<void>;

/** Called with everything a transaction wrote once it is on disk. */
export type CommitListener = (written: readonly Written[]) => void;

/** What handlers read from: the store itself, or a transaction that runs. */
export interface Database extends Queryable {
  /** Runs `run` in a transaction: a new one, or the one that runs. */
  transaction<R>(run: (tx: WriteTransaction) => Promise<R>): Promise<R>;
}

export class Store implements Database {
  readonly driver: Driver;
  private readonly listeners: CommitListener[] = [];
  private readonly projections: Projection[] = [];
  constructor(driver: Driver) {
    this.driver = driver;
  }

  query<T extends Row = Row>(sql: string, params?: readonly SqlValue[], plan?: Plan): Promise<T[]> {
    return this.driver.query<T>(sql, params, plan);
  }

  onCommit(listener: CommitListener): void {
    this.listeners.push(listener);
  }

  project(projection: Projection): void {
    this.projections.push(projection);
  }

  /** Runs `run` in one transaction, again when the database asks for it; listeners hear of it after the commit. */
  async transaction<R>(run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    for (let attempt = 1; ; attempt += 1) {
      const written: Written[] = [];
      try {
        const result = await this.driver.transaction((queryable) =>
          run(new WriteTransaction(queryable, written, this.projections, this.driver.engine)),
        );
        if (written.length > 0) for (const listener of this.listeners) listener(written);
        return result;
      } catch (error) {
        if (attempt >= 12 || !isRetryable(error)) throw error;
        await new Promise((resolve) => {
          setTimeout(resolve, Math.random() * 15 * attempt);
        });
      }
    }
  }
}

/** Current versions of `refs`, deleted ones included; those never known are missing. */
export async function current(db: Queryable, refs: readonly string[]): Promise<Map<string, Stored>> {
  if (refs.length === 0) return new Map();
  const rows = await db.query<Stored>(
    'SELECT rid, ref, type, version, updated, method, deleted, content FROM resource WHERE ref = ANY($1::text[])',
    [refs],
  );
  return new Map(rows.map((row) => [row.ref, row]));
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

const chunk = 1000;

export class WriteTransaction implements Database {
  private readonly db: Queryable;
  private readonly written: Written[];
  private readonly projections: readonly Projection[];
  private readonly engine: Driver['engine'];
  constructor(
    db: Queryable,
    written: Written[],
    projections: readonly Projection[],
    engine: Driver['engine'],
  ) {
    this.db = db;
    this.written = written;
    this.projections = projections;
    this.engine = engine;
  }

  query<T extends Row = Row>(sql: string, params?: readonly SqlValue[], plan?: Plan): Promise<T[]> {
    return this.db.query<T>(sql, params, plan);
  }

  transaction<R>(run: (tx: WriteTransaction) => Promise<R>): Promise<R> {
    return run(this);
  }

  /** Writes versions and their index entries; answers in the order given. A ref may stand in `writes` only once. */
  async write(writes: readonly Write[]): Promise<Written[]> {
    const result: Written[] = [];
    for (let at = 0; at < writes.length; at += chunk)
      result.push(...(await this.writeChunk(writes.slice(at, at + chunk))));
    this.written.push(...result);
    return result;
  }

  private async writeChunk(writes: readonly Write[]): Promise<Written[]> {
    const fresh = writes.filter((write) => !write.prior).length;
    const rids =
      fresh === 0
        ? []
        : await this.query<{ rid: number }>(
            `SELECT nextval('resource_rid') AS rid FROM generate_series(1, ${fresh})`,
          );
    const replaced = writes.flatMap((write) => (write.prior ? [write.prior.rid] : []));
    if (replaced.length > 0) {
      await this.query(
        'INSERT INTO history SELECT rid, version, ref, type, updated, method, deleted, content FROM resource WHERE rid = ANY($1::bigint[])',
        [replaced],
      );
      const tables = Object.keys(columnTypes).map(
        (name) => `DELETE FROM idx_${name} WHERE rid = ANY($1::bigint[])`,
      );
      await Promise.all(tables.map((sql) => this.query(sql, [replaced])));
      await this.query('DELETE FROM resource WHERE rid = ANY($1::bigint[])', [replaced]);
    }
    const rows = emptyRows();
    const now = Date.now();
    let next = 0,
      done = 0;
    const columns: [number[], string[], string[], number[], number[], string[], boolean[], string[]] = [
      [],
      [],
      [],
      [],
      [],
      [],
      [],
      [],
    ];
    const result: Written[] = [];
    for (const { ref, method, resource, prior } of writes) {
      const rid = prior?.rid ?? rids[next++]?.rid ?? 0;
      const version = (prior?.version ?? 0) + 1;
      const updated = Math.max(now, (prior?.updated ?? 0) + 1); // versions never share a moment
      const { content, meta } = resource
        ? stamped(resource, version, updated)
        : { content: '', meta: undefined };
      if (resource) Object.assign(resource, { meta });
      const plain = resource && withNumbers(resource);
      if (plain) extract(plain, rid, rows);
      [
        rid,
        ref,
        ref.slice(0, ref.indexOf('/')),
        version,
        updated,
        method,
        resource === null,
        content,
      ].forEach((value, i) => (columns[i] as unknown[]).push(value));
      result.push({
        ref,
        version,
        updated,
        method,
        isNew: !prior || prior.deleted,
        content,
        resource: plain,
      });
      done += 1;
      if (done % 40 === 0) await turn(); // large bundles leave the other servers of this process their turn
    }
    await this.query(
      `INSERT INTO resource (rid, ref, type, version, updated, method, deleted, content)
      SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::int[], $5::bigint[], $6::text[], $7::boolean[], $8::text[])`,
      columns,
    );
    await Promise.all(
      (Object.keys(columnTypes) as (keyof IndexRows)[]).map((name) => this.insertIndex(name, rows[name])),
    );
    const changes = writes.map(({ ref, prior }, i) => ({
      rid: columns[0][i] ?? 0,
      ref,
      resource: result[i]?.resource ?? null,
      isNew: !prior,
    }));
    for (const projection of this.projections) await projection(this, changes);
    return result;
  }

  private async insertIndex(name: keyof IndexRows, columns: IndexRows[keyof IndexRows]): Promise<void> {
    if (columns.rid.length === 0) return;
    const unnest = columnTypes[name].map((type, i) => `$${i + 1}::${type}[]`).join(', ');
    await this.query(
      `INSERT INTO idx_${name} (${Object.keys(columns).join(', ')}) SELECT * FROM unnest(${unnest})`,
      Object.values(columns) as SqlValue[],
    );
  }

  /** Holds other processes back that decide on the same question (conditional creation); PGlite has one connection anyway. */
  async exclusive(question: string): Promise<void> {
    if (this.engine === 'postgresql')
      await this.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [question]);
  }
}

/** A resource with `meta.versionId` and `meta.lastUpdated`, and the JSON of it that is kept and sent. */
export function stamped(
  resource: Resource,
  version: number,
  updated: number,
): { meta: NonNullable<Resource['meta']>; content: string } {
  const { resourceType, id, meta: given, ...rest } = resource;
  const meta = { ...given, versionId: String(version), lastUpdated: new Date(updated).toISOString() };
  return { meta, content: JSON.stringify({ resourceType, id, meta, ...rest }) };
}

export const newId = (): string => randomUUID();
