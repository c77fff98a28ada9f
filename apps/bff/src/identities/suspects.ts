import type { IdentityMatch } from '@keneyapp/clinical';
import type { Database } from '../database/client.ts';

type Rows = Database['rows'];

/** Somebody on record who may be the same person. */
export interface Alike {
  patientId: string;
  match: IdentityMatch;
}

/** Two records that may be one person's, and that nobody told apart. */
export interface Suspect {
  /** The smaller id first. */
  patients: [string, string];
}

const pairOf = (one: string, other: string): [string, string] => (one < other ? [one, other] : [other, one]);

/** Of one record all others that may be the same person's: what is not among them any more is no suspicion. One statement. */
export async function keepSuspects(rows: Rows, patientId: string, alike: readonly Alike[]): Promise<void> {
  const pairs = alike.map((one) => ({ pair: pairOf(patientId, one.patientId), match: one.match }));
  await rows(
    `WITH n AS (SELECT * FROM unnest($2::text[], $3::text[], $4::float8[], $5::text[]) AS n(a, b, score, match_class)),
     gone AS (
       DELETE FROM identity_suspect s WHERE (s.a = $1 OR s.b = $1)
         AND NOT EXISTS (SELECT 1 FROM n WHERE n.a = s.a AND n.b = s.b))
     INSERT INTO identity_suspect (a, b, score, match_class) SELECT a, b, score, match_class FROM n
     ON CONFLICT (a, b) DO UPDATE SET score = EXCLUDED.score, match_class = EXCLUDED.match_class`,
    [
      patientId,
      pairs.map(({ pair }) => pair[0]),
      pairs.map(({ pair }) => pair[1]),
      pairs.map(({ match }) => match.score),
      pairs.map(({ match }) => match.matchClass),
    ],
  );
}

/** Those nobody has told apart, the likeliest first. */
export async function openSuspects(rows: Rows, max: number): Promise<Suspect[]> {
  const found = await rows(
    `SELECT s.a, s.b FROM identity_suspect s
     WHERE NOT EXISTS (SELECT 1 FROM identity_judgement j WHERE j.a = s.a AND j.b = s.b)
     ORDER BY s.score DESC, s.a, s.b LIMIT $1::int`,
    [max],
  );
  return found.map((row) => ({ patients: [String(row['a']), String(row['b'])] }));
}

/** How many pairs nobody has told apart. */
export async function countOpenSuspects(rows: Rows): Promise<number> {
  const [row] = await rows(
    `SELECT count(*)::int AS n FROM identity_suspect s
     WHERE NOT EXISTS (SELECT 1 FROM identity_judgement j WHERE j.a = s.a AND j.b = s.b)`,
    [],
  );
  return Number(row?.['n'] ?? 0);
}

/** Somebody said that they are two people; whoever said so first stands. False where nobody suspects them. */
export async function judgeDifferent(
  rows: Rows,
  [one, other]: readonly [string, string],
  by: { userId: string; name: string },
): Promise<boolean> {
  const [a, b] = pairOf(one, other);
  const [said] = await rows(
    `WITH s AS (SELECT a, b FROM identity_suspect WHERE a = $1 AND b = $2),
     j AS (INSERT INTO identity_judgement (a, b, user_id, name) SELECT a, b, $3, $4 FROM s ON CONFLICT DO NOTHING)
     SELECT 1 AS one FROM s`,
    [a, b, by.userId, by.name],
  );
  return said !== undefined;
}

/** That two records are of two people is taken back. False where nobody said it. */
export async function takeBackJudgement(
  rows: Rows,
  [one, other]: readonly [string, string],
): Promise<boolean> {
  const [a, b] = pairOf(one, other);
  const gone = await rows('DELETE FROM identity_judgement WHERE a = $1 AND b = $2 RETURNING a', [a, b]);
  return gone.length > 0;
}

/** Somebody said that two records are of two people. */
export interface Judgement {
  patients: [string, string];
  /** Name of who said it. */
  by: string;
  at: string;
}

/** The latest first; of one record, or of all. */
export async function judgementsOf(rows: Rows, patientId: string | null, max: number): Promise<Judgement[]> {
  const found = await rows(
    `SELECT a, b, name, to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') AS at FROM identity_judgement
     WHERE $1::text IS NULL OR a = $1 OR b = $1 ORDER BY identity_judgement.at DESC, a, b LIMIT $2::int`,
    [patientId, max],
  );
  return found.map((row) => ({
    patients: [String(row['a']), String(row['b'])],
    by: String(row['name']),
    at: String(row['at']),
  }));
}

/** Of these records those whom somebody told apart from this one. */
export async function toldApart(
  rows: Rows,
  patientId: string,
  others: readonly string[],
): Promise<Set<string>> {
  const found = await rows(
    `SELECT CASE WHEN a = $1 THEN b ELSE a END AS other FROM identity_judgement
     WHERE (a = $1 AND b = ANY ($2::text[])) OR (b = $1 AND a = ANY ($2::text[]))`,
    [patientId, others],
  );
  return new Set(found.map((row) => String(row['other'])));
}
