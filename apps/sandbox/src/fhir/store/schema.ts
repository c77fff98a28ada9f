import type { Driver } from './driver.ts';
import { parameterNumber } from '../model/parameter-number.ts';

/**
 * One row per resource, one per superseded version, and one table per kind of search index. `ref` is `Type/id`.
 * `p` numbers a parameter of a type (parameter-number.ts). Times are milliseconds since 1970, so both engines compare
 * them alike. Filters read `(p, value…)`, sorting and deletion `(rid, p)`.
 */
const tables = `
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE SEQUENCE IF NOT EXISTS resource_rid;
CREATE TABLE IF NOT EXISTS resource (
  rid bigint PRIMARY KEY, ref text NOT NULL UNIQUE, type text NOT NULL, version int NOT NULL,
  updated bigint NOT NULL, method text NOT NULL, deleted boolean NOT NULL, content text NOT NULL);
CREATE INDEX IF NOT EXISTS resource_type ON resource (type, rid) WHERE NOT deleted;
CREATE INDEX IF NOT EXISTS resource_updated ON resource (updated, rid);
CREATE INDEX IF NOT EXISTS resource_type_updated ON resource (type, updated, rid);
CREATE TABLE IF NOT EXISTS history (
  rid bigint NOT NULL, version int NOT NULL, ref text NOT NULL, type text NOT NULL,
  updated bigint NOT NULL, method text NOT NULL, deleted boolean NOT NULL, content text NOT NULL, PRIMARY KEY (rid, version));
CREATE INDEX IF NOT EXISTS history_updated ON history (updated, rid);
CREATE INDEX IF NOT EXISTS history_type_updated ON history (type, updated, rid);
CREATE TABLE IF NOT EXISTS idx_token (rid bigint NOT NULL, p int NOT NULL, value text NOT NULL, system text);
CREATE INDEX IF NOT EXISTS idx_token_value ON idx_token (p, value, system, rid);
CREATE INDEX IF NOT EXISTS idx_token_rid ON idx_token (rid, p);
CREATE TABLE IF NOT EXISTS idx_ref (rid bigint NOT NULL, p int NOT NULL, target text NOT NULL);
CREATE INDEX IF NOT EXISTS idx_ref_target ON idx_ref (target, p, rid);
CREATE INDEX IF NOT EXISTS idx_ref_rid ON idx_ref (rid, p);
CREATE TABLE IF NOT EXISTS idx_date (rid bigint NOT NULL, p int NOT NULL, lo bigint NOT NULL, hi bigint NOT NULL);
CREATE INDEX IF NOT EXISTS idx_date_lo ON idx_date (p, lo, rid);
CREATE INDEX IF NOT EXISTS idx_date_rid ON idx_date (rid, p, lo);
CREATE TABLE IF NOT EXISTS idx_string (rid bigint NOT NULL, p int NOT NULL, value text NOT NULL, raw text NOT NULL);
CREATE INDEX IF NOT EXISTS idx_string_value ON idx_string (p, value text_pattern_ops, rid);
CREATE INDEX IF NOT EXISTS idx_string_rid ON idx_string (rid, p);
CREATE TABLE IF NOT EXISTS idx_quantity (rid bigint NOT NULL, p int NOT NULL, value double precision NOT NULL, system text, code text, unit text);
CREATE INDEX IF NOT EXISTS idx_quantity_value ON idx_quantity (p, value, rid);
CREATE INDEX IF NOT EXISTS idx_quantity_rid ON idx_quantity (rid, p);
CREATE TABLE IF NOT EXISTS idx_composite (
  rid bigint NOT NULL, p int NOT NULL, value text NOT NULL, system text,
  value2 text, system2 text, number2 double precision, lo2 bigint, hi2 bigint);
CREATE INDEX IF NOT EXISTS idx_composite_value ON idx_composite (p, value, system, rid);
CREATE INDEX IF NOT EXISTS idx_composite_rid ON idx_composite (rid);
`;

/** Names are searched by fragments: a trigram index, on those parameters alone so that it stays small. */
const fragmentParameters = ['Patient.name', 'Patient.family', 'Patient.given', 'Practitioner.name'].map(
  parameterNumber,
);
const trigrams = `CREATE INDEX IF NOT EXISTS idx_string_fragment ON idx_string USING gin (value gin_trgm_ops) WHERE p IN (${fragmentParameters.join(', ')});`;

export async function createSchema(driver: Driver): Promise<void> {
  await driver.exec(tables + trigrams);
}
