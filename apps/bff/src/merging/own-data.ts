import { isGrantAsWritten, markOfGrant, type GrantMeaning } from '../emergency/grant-mark.ts';
import type { Database } from '../database/client.ts';
import { draftContext } from '../session/contexts.ts';
import type { DataCipher } from '../session/data-cipher.ts';

type Rows = Database['rows'];

/** What moved of our own data, to be put back: ids alone, and when a chart was opened. */
export interface MovedData {
  drafts: string[];
  grants: string[];
  openings: { userId: string; openedAt: string; visitAt: string | null; visitBefore: string | null }[];
  tasks: string[];
  /** Others whom somebody told apart from the record that leads on: they are told apart from the kept one. */
  judgements: string[];
}

/**
 * Drafts, emergency accesses, opened charts, tasks in the index and judgements of one patient become those of the other, in the
 * caller's transaction. What the other one has already in the same place stays where it is: nobody's words are written over.
 */
export async function moveOwnData(
  rows: Rows,
  cipher: DataCipher,
  { from, to }: { from: string; to: string },
): Promise<MovedData> {
  const drafts = await moveDrafts(rows, cipher, { from, to, only: null });
  const grants = await moveGrants(rows, cipher, { from, to, only: null });
  const opened = await rows(
    `DELETE FROM recent_patient WHERE patient_id = $1
     RETURNING user_id, opened_at::text AS opened_at, visit_at::text AS visit_at, visit_before::text AS visit_before`,
    [from],
  );
  const openings = opened.map((row) => ({
    userId: String(row['user_id']),
    openedAt: String(row['opened_at']),
    visitAt: (row['visit_at'] ?? null) as string | null,
    visitBefore: (row['visit_before'] ?? null) as string | null,
  }));
  await open(rows, to, openings);
  const tasks = await rows(
    `UPDATE inbox_item SET patient_id = $2 WHERE patient_id = $1 RETURNING reference`,
    [from, to],
  );
  const judged = await rows(
    `INSERT INTO identity_judgement (a, b, user_id, name, at)
     SELECT least(o.id, $2), greatest(o.id, $2), o.user_id, o.name, o.at FROM (
       SELECT CASE WHEN a = $1 THEN b ELSE a END AS id, user_id, name, at FROM identity_judgement WHERE a = $1 OR b = $1) o
     WHERE o.id <> $2 ON CONFLICT DO NOTHING RETURNING CASE WHEN a = $2 THEN b ELSE a END AS id`,
    [from, to],
  );
  return {
    drafts,
    grants,
    openings,
    tasks: tasks.map((row) => String(row['reference'])),
    judgements: judged.map((row) => String(row['id'])),
  };
}

/** What was moved goes back, as far as it is still there. */
export async function putBackOwnData(
  rows: Rows,
  cipher: DataCipher,
  { from, to, moved }: { from: string; to: string; moved: MovedData },
): Promise<void> {
  await moveDrafts(rows, cipher, { from, to, only: moved.drafts });
  await moveGrants(rows, cipher, { from, to, only: moved.grants });
  await open(rows, to, moved.openings);
  await rows(`UPDATE inbox_item SET patient_id = $2 WHERE patient_id = $1 AND reference = ANY ($3::text[])`, [
    from,
    to,
    moved.tasks,
  ]);
  await rows(
    `DELETE FROM identity_judgement WHERE (a = $1 AND b = ANY ($2::text[])) OR (b = $1 AND a = ANY ($2::text[]))`,
    [from, moved.judgements],
  );
}

interface Move {
  from: string;
  to: string;
  /** Ids; null: all of them. */
  only: readonly string[] | null;
}

async function open(rows: Rows, patientId: string, openings: MovedData['openings']): Promise<void> {
  await rows(
    `INSERT INTO recent_patient (user_id, patient_id, opened_at, visit_at, visit_before)
     SELECT u, $1, o::timestamp, v::timestamp, b::timestamp FROM unnest($2::text[], $3::text[], $4::text[], $5::text[]) AS n(u, o, v, b)
     ON CONFLICT (user_id, patient_id) DO UPDATE SET opened_at = greatest(recent_patient.opened_at, EXCLUDED.opened_at)`,
    [
      patientId,
      openings.map(({ userId }) => userId),
      openings.map(({ openedAt }) => openedAt),
      openings.map(({ visitAt }) => visitAt),
      openings.map(({ visitBefore }) => visitBefore),
    ],
  );
}

/** Each is sealed for its place, and sealed anew for the other. */
async function moveDrafts(rows: Rows, cipher: DataCipher, { from, to, only }: Move): Promise<string[]> {
  const found = await rows(
    `SELECT d.id::text AS id, d.user_id, d.form, d.base, d.content FROM draft d
     WHERE d.patient_id = $1 AND ($3::text[] IS NULL OR d.id::text = ANY ($3::text[])) AND NOT EXISTS (
       SELECT 1 FROM draft o WHERE o.patient_id = $2 AND o.user_id = d.user_id AND o.form = d.form AND o.base = d.base)
     FOR UPDATE`,
    [from, to, only],
  );
  const moved: string[] = [];
  for (const row of found) {
    const [userId, form, base] = [String(row['user_id']), String(row['form']), String(row['base'])];
    const key = { userId, form, base };
    let text: string;
    try {
      text = cipher.decrypt(row['content'] as Uint8Array, draftContext({ ...key, patientId: from }));
    } catch {
      // its key is gone: nobody will ever read it
      continue;
    }
    await rows(`UPDATE draft SET patient_id = $2, content = $3::bytea WHERE id = $1::text::uuid`, [
      row['id'],
      to,
      Buffer.from(cipher.encrypt(text, draftContext({ ...key, patientId: to }))),
    ]);
    moved.push(String(row['id']));
  }
  return moved;
}

/** Each is marked for its patient, and marked anew; one that is not as it was written stays where it gives no rights. */
async function moveGrants(rows: Rows, cipher: DataCipher, { from, to, only }: Move): Promise<string[]> {
  const found = await rows(
    `SELECT g.id::text AS id, g.user_id, g.role, g.fhir_user, g.row_mark, g.ended_at IS NULL AS lasts,
            to_char(g.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at,
            to_char(g.expires_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS expires_at
     FROM emergency_grant g WHERE g.patient_id = $1 AND ($3::text[] IS NULL OR g.id::text = ANY ($3::text[]))
       AND NOT (g.ended_at IS NULL AND EXISTS (
         SELECT 1 FROM emergency_grant o WHERE o.patient_id = $2 AND o.user_id = g.user_id AND o.ended_at IS NULL))
     FOR UPDATE`,
    [from, to, only],
  );
  const moved: string[] = [];
  for (const row of found) {
    const meaning: GrantMeaning = {
      id: String(row['id']),
      userId: String(row['user_id']),
      role: String(row['role']),
      fhirUser: (row['fhir_user'] ?? null) as string | null,
      patientId: from,
      createdAt: new Date(String(row['created_at'])),
      expiresAt: new Date(String(row['expires_at'])),
    };
    const rowMark = (row['row_mark'] ?? null) as Uint8Array<ArrayBuffer> | null;
    if (row['lasts'] === true && !isGrantAsWritten(cipher, { ...meaning, rowMark })) continue;
    const mark =
      row['lasts'] === true ? Buffer.from(markOfGrant(cipher, { ...meaning, patientId: to })) : null;
    await rows(`UPDATE emergency_grant SET patient_id = $2, row_mark = $3::bytea WHERE id = $1::text::uuid`, [
      row['id'],
      to,
      mark,
    ]);
    moved.push(meaning.id);
  }
  return moved;
}
