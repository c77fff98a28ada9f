import { parseWithDigits, stringifyWithDigits } from '@keneyapp/fhir-client/json';
import type { MergedPair } from '@keneyapp/fhir-model/identity-merge';
import type { Moved } from '@keneyapp/fhir-model/moved-references';
import type { Database } from '../database/client.ts';
import type { Role } from '../access/roles.ts';
import type { DataCipher } from '../session/data-cipher.ts';
import type { MovedData } from './own-data.ts';

type Rows = Database['rows'];

export const mergeContext = (id: string): string => `patient-merge|${id}`;
export const partContext = (id: string): string => `patient-merge-part|${id}`;

/** Who merged, and in whose name what arrives late is moved. */
export interface MergeAuthor {
  id: string;
  userId: string;
  displayName: string;
  role: Role;
  fhirUser: string | null;
}
type MergeState = 'sent' | 'merged' | 'undoing' | 'undone';
export interface MergeContent {
  before: MergedPair['before'];
  /** Null until it is known. */
  after: MergedPair['after'] | null;
  own: MovedData | null;
}
export interface MergeRecord {
  id: string;
  kept: string;
  other: string;
  state: MergeState;
  by: MergeAuthor;
  at: string;
  late: number;
  undoId: string | null;
  undone: { at: string; by: string } | null;
  /** How many resources moved, without what is hidden. */
  told: number;
}

/** Merges and what they moved, in our own database. */
export class MergeRecords {
  readonly #rows: Rows;
  readonly #cipher: DataCipher;
  constructor(rows: Rows, cipher: DataCipher) {
    this.#rows = rows;
    this.#cipher = cipher;
  }

  /** Kept before it is sent. */
  async add(
    merge: { id: string; kept: string; other: string; by: MergeAuthor; before: MergedPair['before'] },
    part: { moved: readonly Moved[]; told: number },
  ): Promise<void> {
    const { id, kept, other, by, before } = merge;
    const content: MergeContent = { before, after: null, own: null };
    await this.#rows(
      `WITH m AS (
         INSERT INTO patient_merge (id, kept, other, state, user_id, name, role, fhir_user, session_id, content)
         VALUES ($1::text::uuid, $2, $3, 'sent', $4, $5, $6, $7, $8::text::uuid, $9::bytea)
         ON CONFLICT (id) DO UPDATE SET content = EXCLUDED.content)
       SELECT 1`,
      [
        id,
        kept,
        other,
        by.userId,
        by.displayName,
        by.role,
        by.fhirUser,
        by.id,
        this.#sealed(content, mergeContext(id)),
      ],
    );
    await this.addPart({ id, mergeId: id, ...part });
  }

  async addPart(part: { id: string; mergeId: string; moved: readonly Moved[]; told: number }): Promise<void> {
    await this.#rows(
      `INSERT INTO patient_merge_part (id, merge_id, content, told, state)
       VALUES ($1::text::uuid, $2::text::uuid, $3::bytea, $4::int, 'sent')
       ON CONFLICT (id) DO UPDATE SET content = EXCLUDED.content, told = EXCLUDED.told`,
      [part.id, part.mergeId, this.#sealed(part.moved, partContext(part.id)), part.told],
    );
  }

  async get(id: string): Promise<MergeRecord | null> {
    const [found] = await this.#select('m.id = $1::text::uuid', [id]);
    return found ?? null;
  }

  /** In force: the record leads on. */
  async leadingOn(patientIds: readonly string[]): Promise<MergeRecord[]> {
    return this.#select(`m.other = ANY ($1::text[]) AND m.state IN ('merged', 'undoing')`, [patientIds]);
  }

  /** Which of these lead on, and to which; what was sent may be in already. */
  async leadingTo(patientIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.#rows(
      `SELECT other, kept FROM patient_merge WHERE other = ANY ($1::text[]) AND state IN ('sent', 'merged', 'undoing')`,
      [patientIds],
    );
    return new Map(rows.map((row) => [String(row['other']), String(row['kept'])]));
  }

  /** Those that led to this record or from it, the latest first; not what never went in. */
  async of(patientId: string): Promise<MergeRecord[]> {
    return this.#select(`(m.kept = $1 OR m.other = $1) AND m.state <> 'sent'`, [patientId]);
  }

  /** Whether something is under way with one of these. */
  async isUnderWay(patientIds: readonly string[]): Promise<boolean> {
    const found = await this.#rows(
      `SELECT 1 AS one FROM patient_merge WHERE state IN ('sent', 'undoing') AND (kept = ANY ($1::text[]) OR other = ANY ($1::text[]))
       AND at > clock_timestamp() - interval '2 minutes' LIMIT 1`,
      [patientIds],
    );
    return found.length > 0;
  }

  /** What nobody settled yet, the oldest first. */
  async unsettled(): Promise<MergeRecord[]> {
    return this.#select(`m.state IN ('sent', 'undoing')`, []);
  }

  async unsettledParts(mergeId: string): Promise<string[]> {
    const rows = await this.#rows(
      `SELECT id::text AS id FROM patient_merge_part WHERE merge_id = $1::text::uuid AND state = 'sent'`,
      [mergeId],
    );
    return rows.map((row) => String(row['id']));
  }

  /** In force, and to be looked at again: often at first, once an hour in the end. */
  async due(max: number): Promise<MergeRecord[]> {
    return this.#select(
      `m.state = 'merged' AND (m.looked_at IS NULL OR clock_timestamp() - m.looked_at >
         least(interval '1 hour', greatest(interval '4 seconds', (clock_timestamp() - m.at) / 10)))`,
      [],
      `ORDER BY m.looked_at NULLS FIRST LIMIT ${max}`,
    );
  }

  async lookedAt(id: string, late: number): Promise<void> {
    await this.#rows(
      `UPDATE patient_merge SET looked_at = clock_timestamp(), late = $2::int WHERE id = $1::text::uuid`,
      [id, late],
    );
  }

  /** In force, and something arrived that nobody could move yet. */
  async withLate(): Promise<MergeRecord[]> {
    return this.#select(`m.state = 'merged' AND m.late > 0`, [], 'ORDER BY m.at LIMIT 50');
  }

  async contentOf(id: string, rows: Rows = this.#rows): Promise<MergeContent> {
    const [row] = await rows(`SELECT content FROM patient_merge WHERE id = $1::text::uuid`, [id]);
    if (!row) throw new Error(`no merge ${id}`);
    return this.#opened<MergeContent>(row['content'] as Uint8Array, mergeContext(id));
  }

  /** What went in of it, in every part. */
  async movedIn(mergeId: string): Promise<Moved[]> {
    const rows = await this.#rows(
      `SELECT id::text AS id, content FROM patient_merge_part WHERE merge_id = $1::text::uuid AND state = 'moved' ORDER BY at`,
      [mergeId],
    );
    return rows.flatMap((row) =>
      this.#opened<Moved[]>(row['content'] as Uint8Array, partContext(String(row['id']))),
    );
  }

  /** It went in. Under the caller's transaction. */
  async merged(rows: Rows, id: string, content: MergeContent): Promise<void> {
    await rows(`UPDATE patient_merge SET state = 'merged', content = $2::bytea WHERE id = $1::text::uuid`, [
      id,
      this.#sealed(content, mergeContext(id)),
    ]);
    await this.partMoved(id, rows);
  }

  async partMoved(id: string, rows: Rows = this.#rows): Promise<void> {
    await rows(`UPDATE patient_merge_part SET state = 'moved' WHERE id = $1::text::uuid`, [id]);
  }

  async dropPart(id: string): Promise<void> {
    await this.#rows(`DELETE FROM patient_merge_part WHERE id = $1::text::uuid AND state = 'sent'`, [id]);
  }

  /** It never went in. */
  async drop(id: string): Promise<void> {
    await this.#rows(`DELETE FROM patient_merge WHERE id = $1::text::uuid AND state = 'sent'`, [id]);
  }

  /** It was planned, and nothing was sent. */
  async dropUnsent(id: string): Promise<void> {
    await this.#rows(
      `DELETE FROM patient_merge m WHERE id = $1::text::uuid AND state = 'sent'
       AND NOT EXISTS (SELECT 1 FROM chart_intent i WHERE i.id = m.id)`,
      [id],
    );
  }

  async undoing(id: string, undoId: string, by: string): Promise<void> {
    await this.#rows(
      `UPDATE patient_merge SET state = 'undoing', undo_id = $2::text::uuid, undone_by = $3
       WHERE id = $1::text::uuid AND state IN ('merged', 'undoing')`,
      [id, undoId, by],
    );
  }

  /** It was not undone after all. */
  async stillMerged(id: string, undoId: string): Promise<void> {
    await this.#rows(
      `UPDATE patient_merge SET state = 'merged', undo_id = NULL, undone_by = NULL
       WHERE id = $1::text::uuid AND state = 'undoing' AND undo_id = $2::text::uuid`,
      [id, undoId],
    );
  }

  async undone(rows: Rows, id: string): Promise<void> {
    await rows(
      `UPDATE patient_merge SET state = 'undone', undone_at = clock_timestamp(), late = 0 WHERE id = $1::text::uuid`,
      [id],
    );
  }

  async #select(where: string, values: unknown[], order = 'ORDER BY m.at DESC'): Promise<MergeRecord[]> {
    const rows = await this.#rows(
      `SELECT m.id::text AS id, m.kept, m.other, m.state, m.user_id, m.name, m.role, m.fhir_user, m.session_id::text AS session_id,
              to_char(m.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS at, m.late, m.undo_id::text AS undo_id, m.undone_by,
              to_char(m.undone_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS undone_at,
              (SELECT coalesce(sum(p.told), 0) FROM patient_merge_part p WHERE p.merge_id = m.id AND p.state = 'moved')::int AS told
       FROM patient_merge m WHERE ${where} ${order}`,
      values,
    );
    return rows.map(recordOf);
  }

  #sealed(content: unknown, context: string): Buffer {
    return Buffer.from(this.#cipher.encrypt(stringifyWithDigits(content), context));
  }
  #opened<T>(sealed: Uint8Array, context: string): T {
    return parseWithDigits(this.#cipher.decrypt(sealed, context)) as T;
  }
}

function recordOf(row: Record<string, unknown>): MergeRecord {
  const text = (name: string): string => String(row[name]);
  const optional = (name: string): string | null => (row[name] === null ? null : text(name));
  return {
    id: text('id'),
    kept: text('kept'),
    other: text('other'),
    state: text('state') as MergeState,
    by: {
      id: text('session_id'),
      userId: text('user_id'),
      displayName: text('name'),
      role: text('role') as Role,
      fhirUser: optional('fhir_user'),
    },
    at: text('at'),
    late: Number(row['late']),
    undoId: optional('undo_id'),
    undone: row['undone_at'] === null ? null : { at: text('undone_at'), by: optional('undone_by') ?? '' },
    told: Number(row['told']),
  };
}
