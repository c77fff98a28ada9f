import { normalise } from '../fhir/model/normalise.ts';
import { Sql } from '../fhir/search/sql.ts';
import type { Queryable } from '../fhir/store/driver.ts';
import type { Selection } from './selection.ts';
import type { KnownSystem } from './systems.ts';

/**
 * What one code system is searched by, in memory: an index of three letters is of no use for one or two, and a database
 * that looks through fifteen thousand rows takes longer than somebody who types. Concepts stand in the order of the system.
 */
class SystemWords {
  private readonly words: readonly string[];
  private readonly lengths: Uint32Array;
  private readonly inactive: readonly boolean[];
  constructor(rows: readonly { words: string; length: number; inactive: boolean }[]) {
    this.words = rows.map((row) => row.words);
    this.lengths = Uint32Array.from(rows, (row) => Math.min(row.length, 0xffff));
    this.inactive = rows.map((row) => row.inactive);
  }

  /**
   * Positions of the concepts in which every word of a text stands, in the code, the display or a designation; first those
   * that begin with the text, then the short ones.
   */
  find(text: string, only: { among: ReadonlySet<number> | null; activeOnly: boolean }): number[] {
    const start = normalise(text),
      parts = start.split(' ').filter(Boolean);
    const ranks: number[] = [];
    for (let at = 0; at < this.words.length; at += 1) {
      const words = this.words[at] ?? '';
      if (!parts.every((part) => words.includes(part))) continue;
      if ((only.among && !only.among.has(at)) || (only.activeOnly && this.inactive[at])) continue;
      const begins = words.startsWith(start) || words.includes(`| ${start}`) ? 0 : 1;
      ranks.push((begins * 0x10000 + (this.lengths[at] ?? 0)) * 0x1000000 + at);
    }
    return [...Float64Array.from(ranks).sort()].map((rank) => rank % 0x1000000);
  }
}

const remembered = new Map<string, Promise<unknown>>();
/** Systems and value sets that are remembered; those not asked for longest are forgotten. */
const max = 64;

/** Made once for each content of a system. */
function once<T>(key: string, make: () => Promise<T>): Promise<T> {
  const known = remembered.get(key) as Promise<T> | undefined;
  const promise = known ?? make();
  remembered.delete(key);
  remembered.set(key, promise);
  promise.catch(() => remembered.delete(key));
  for (const oldest of remembered.keys()) {
    if (remembered.size <= max) break;
    remembered.delete(oldest);
  }
  return promise;
}

const keyOf = ({ rid, loaded }: KnownSystem): string => `${rid}.${loaded}`;

export function wordsOfSystem(db: Queryable, system: KnownSystem): Promise<SystemWords> {
  return once(keyOf(system), async () => {
    const rows = await db.query<{ words: string; length: number; inactive: boolean }>(
      'SELECT words, coalesce(length(display), 65535) AS length, inactive FROM term_concept WHERE rid = $1 ORDER BY position',
      [system.rid],
    );
    return new SystemWords(rows);
  });
}

/** Positions of the concepts that a value set takes of a system. */
export function positionsOf(
  db: Queryable,
  selection: Selection,
  system: KnownSystem,
): Promise<ReadonlySet<number>> {
  const sql = new Sql();
  const text =
    `SELECT c.position FROM term_concept c WHERE c.rid = ${system.rid} AND (${selection.test(sql)})`.replaceAll(
      'c_rid',
      String(system.rid),
    );
  return once(`${keyOf(system)} ${text} ${JSON.stringify(sql.params)}`, async () => {
    const rows = await db.query<{ position: number }>(text, sql.params);
    return new Set(rows.map(({ position }) => position));
  });
}
