import { openPGlite, type ThreadedPGlite } from '@keneyapp/pglite/client';
import type { SqlDatabase } from './connection.ts';

/** PGlite has one connection: transactions run one after the other. */
export function onPglite(pglite: ThreadedPGlite): SqlDatabase {
  const rowsOf =
    (on: Pick<ThreadedPGlite, 'query'>): SqlDatabase['rows'] =>
    async (sql, values) =>
      (await on.query<Record<string, unknown>>(sql, values)).rows;
  return {
    rows: rowsOf(pglite),
    transaction: (work) =>
      pglite.transaction((tx) => work({ rows: rowsOf(tx), script: (sql) => tx.exec(sql) })),
    listen: (channel, onPayload) => pglite.listen(channel, onPayload),
  };
}

/** @param folder null keeps everything in memory */
export async function openOnPglite(
  folder: string | null,
): Promise<{ database: SqlDatabase; close(): Promise<void> }> {
  const pglite = await openPGlite(folder);
  return { database: onPglite(pglite), close: () => pglite.close() };
}
