import { badRequest } from '../outcome.ts';
import { dateRange, farFuture, farPast } from '../model/dates.ts';
import { normalise } from '../model/normalise.ts';
import type { ImpliedSystems, Parameter } from '../model/parameters.ts';
import { cut } from '../model/values.ts';
import { splitUnescaped, unescape, type Sql } from './sql.ts';

type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

function prefixed(text: string): { prefix: Prefix; rest: string } {
  const found = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)(?=[-\d.])/.exec(text);
  return found ? { prefix: found[1] as Prefix, rest: text.slice(2) } : { prefix: 'eq', rest: text };
}

/** One date value against columns `lo` and `hi`: https://hl7.org/fhir/R4/search.html#prefix */
export function dateCondition(code: string, text: string, lo: string, hi: string, sql: Sql): string {
  const { prefix, rest } = prefixed(text.trim());
  const range = dateRange(rest.replace(/ (\d\d:\d\d)$/, '+$1')); // "+" of a zone arrives as a space when it was not encoded
  if (!range) throw badRequest(`${code}: not a date`);
  const from = range.lo,
    to = range.hi,
    slack = Math.round(Math.abs(Date.now() - from) * 0.1);
  switch (prefix) {
    case 'eq':
      return `(${lo} >= ${sql.bind(from)}::bigint AND ${hi} <= ${sql.bind(to)}::bigint)`;
    case 'ne':
      return `NOT (${lo} >= ${sql.bind(from)}::bigint AND ${hi} <= ${sql.bind(to)}::bigint)`;
    case 'gt':
      return `${hi} > ${sql.bind(to)}::bigint`;
    case 'lt':
      return `${lo} < ${sql.bind(from)}::bigint`;
    case 'ge':
      return `${hi} >= ${sql.bind(from)}::bigint`;
    case 'le':
      return `${lo} <= ${sql.bind(to)}::bigint`;
    case 'sa':
      return `${lo} > ${sql.bind(to)}::bigint`;
    case 'eb':
      return `${hi} < ${sql.bind(from)}::bigint`;
    case 'ap':
      return `(${lo} <= ${sql.bind(Math.min(to + slack, farFuture))}::bigint AND ${hi} >= ${sql.bind(Math.max(from - slack, farPast))}::bigint)`;
  }
}

/** A number means its precision: 5.4 is [5.35, 5.45), as https://hl7.org/fhir/R4/search.html#number says. */
export function numberCondition(code: string, text: string, column: string, sql: Sql): string {
  const { prefix, rest } = prefixed(text.trim());
  const range = numberRange(rest);
  if (!range) throw badRequest(`${code}: not a number`);
  const value = Number(rest);
  const n = (x: number) => `${sql.bind(x)}::double precision`;
  const isMeant = () =>
    range.low < value && value < range.high
      ? `(${column} >= ${n(range.low)} AND ${column} < ${n(range.high)})`
      : `${column} = ${n(value)}`; // more digits than are kept in the index
  switch (prefix) {
    case 'eq':
      return isMeant();
    case 'ne':
      return `NOT ${isMeant()}`;
    case 'gt':
    case 'sa':
      return `${column} > ${n(value)}`;
    case 'lt':
    case 'eb':
      return `${column} < ${n(value)}`;
    case 'ge':
      return `${column} >= ${n(value)}`;
    case 'le':
      return `${column} <= ${n(value)}`;
    case 'ap':
      return `(${column} >= ${n(value - Math.abs(value) * 0.1)} AND ${column} <= ${n(value + Math.abs(value) * 0.1)})`;
  }
}

/** Half of the last digit below and above, reckoned in decimal digits: in binary ones 5.4 would begin above 5.35. */
function numberRange(text: string): { low: number; high: number } | null {
  const [, sign, whole = '', fraction = '', power = '0'] =
    /^(-?)(\d*)(?:\.(\d+))?(?:e([-+]?\d{1,6}))?$/i.exec(text) ?? [];
  const digits = whole + fraction;
  if (sign === undefined || digits === '' || digits.length > 400) return null;
  const last = Number(power) - fraction.length - 1; // one digit finer than the last
  const tenfold = BigInt(`${sign}${digits}`) * 10n;
  const at = (value: bigint) => Number(`${value}e${last}`);
  return { low: at(tenfold - 5n), high: at(tenfold + 5n) };
}

/**
 * `system|code`, `|code`, `system|`, `code`. `implied`: the systems an element of type code may mean, which are not stored
 * with it; null where the system is stored.
 */
export function tokenCondition(
  text: string,
  value: string,
  system: string,
  sql: Sql,
  implied: ImpliedSystems | null = null,
): string {
  const [left = '', right] = splitUnescaped(text, '|').map(unescape);
  if (right === undefined) return `${value} = ${sql.bind(cut(left))}`;
  const ofSystem = implied
    ? String(left === '' || implied.any || implied.systems.has(left))
    : left === ''
      ? `${system} IS NULL`
      : `${system} = ${sql.bind(left)}`;
  return right === '' ? ofSystem : `(${value} = ${sql.bind(cut(right))} AND ${ofSystem})`;
}

export function stringCondition(
  text: string,
  modifier: string,
  column: string,
  raw: string,
  sql: Sql,
): string {
  const words = unescape(text);
  if (modifier === 'exact')
    return `(${raw} = ${sql.bind(cut(words))} AND ${column} = ${sql.bind(normalise(cut(words)))})`;
  const pattern = normalise(cut(words)).replace(/[\\%_]/g, '\\$&');
  return `${column} LIKE ${sql.bind(modifier === 'contains' || modifier === 'text' ? `%${pattern}%` : `${pattern}%`)}`;
}

/** `value`, `value|system|code` or `value||unit`. */
export function quantityCondition(
  code: string,
  text: string,
  columns: { value: string; system: string; code: string; unit: string },
  sql: Sql,
): string {
  const [number = '', system = '', unit = ''] = splitUnescaped(text, '|').map(unescape);
  const parts = [numberCondition(code, number, columns.value, sql)];
  if (system) parts.push(`${columns.system} = ${sql.bind(system)}`);
  if (unit)
    parts.push(
      system
        ? `${columns.code} = ${sql.bind(unit)}`
        : `(${columns.code} = ${sql.bind(unit)} OR ${columns.unit} = ${sql.bind(unit)})`,
    );
  return `(${parts.join(' AND ')})`;
}

/** Everything a reference value may mean as `Type/id`; an absolute address of this server means the resource here. */
export function referenceTargets(
  parameter: Parameter,
  text: string,
  modifierType: string | null,
  base: string,
): string[] {
  const value = unescape(text).replace(/\/_history\/[^/]+$/, '');
  if (value.startsWith(`${base}/`)) return [value.slice(base.length + 1)];
  if (value.includes('/') || value.includes(':')) return [cut(value)];
  const types = modifierType ? [modifierType] : parameter.targets;
  return types.map((type) => `${type}/${value}`);
}
