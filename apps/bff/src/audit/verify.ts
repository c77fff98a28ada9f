import type { AnchorFile } from './anchor.ts';
import type { KnownKeys } from './checkpoint.ts';
import { readCheckpoints } from './checkpoints.ts';
import type { ChainProblem } from './problems.ts';
import { countRecords, readBeforeFirst, readHead, readRecords, type Rows } from './records.ts';
import { readWitnesses } from './verify-anchors.ts';
import { CheckpointCheck, type Unanchored } from './verify-checkpoints.ts';
import { RecordCheck } from './verify-records.ts';

export interface VerificationReport {
  records: number;
  /** Place of the last record. */
  upTo: string;
  checkpoints: number;
  /** Checkpoints that the anchor file holds too. */
  anchored: number;
  /** Records after the last checkpoint: not signed yet. */
  unsigned: number;
  lastCheckpoint: { number: string; seq: string; signedAt: string } | null;
  problems: ChainProblem[];
  ms: number;
}
export interface VerificationOptions {
  keys: KnownKeys;
  anchor: AnchorFile;
  /** Records read at a time; fewer leave more room for others on an embedded database. */
  batch?: number;
  onProgress?: (done: number, total: number) => void;
  /** Between two batches. */
  pause?: () => Promise<void>;
}

/**
 * What the anchor file lacks of the checkpoints in the database: each of them must be in it, as each of its own must be
 * there. A checkpoint is in the database a moment before it is in the file: what lacks is looked for again, for a second.
 */
async function lacking(anchor: AnchorFile, keys: KnownKeys, unanchored: Unanchored): Promise<ChainProblem[]> {
  for (let look = 0; ; look += 1) {
    const witnesses = await readWitnesses(anchor, keys);
    const problems: ChainProblem[] = witnesses.isThere
      ? unanchored.problems(witnesses)
      : [{ code: 'anchor-missing' }];
    if (problems.length === 0 || look === 10) return problems;
    await new Promise((resolve) => {
      setTimeout(resolve, 100);
    });
  }
}

/** Reads the whole trail as it was when this began, and says what is wrong with it. Reads only. */
export async function verifyTrail(
  database: Rows,
  { keys, anchor, batch = 2_000, onProgress, pause }: VerificationOptions,
): Promise<VerificationReport> {
  const started = new Date();
  const witnesses = await readWitnesses(anchor, keys);
  const head = (await readHead(database))?.seq ?? 0n,
    end = head > 0n ? head : 0n;
  const total = Number(await countRecords(database, 0n, end));
  const signed = new CheckpointCheck(readCheckpoints(database), keys, witnesses, started),
    check = new RecordCheck();
  let records = 0;
  for (let after = 0n; after < end;) {
    const rows = (await readRecords(database, after, batch)).filter(({ seq }) => BigInt(seq) <= end);
    for (const record of rows) {
      check.feed(record);
      await signed.at(BigInt(record.seq), record.hash);
    }
    const last = rows.at(-1);
    if (!last) break;
    after = BigInt(last.seq);
    records += rows.length;
    onProgress?.(records, total);
    await pause?.();
  }
  const inRecords = check.end();
  const { last, checkpoints, anchored, unanchored, problems } = await signed.end(end, inRecords);
  const signedUpTo = BigInt(last?.seq ?? '0');
  if ((checkpoints > 0 && !witnesses.isThere) || unanchored.size > 0)
    problems.push(...(await lacking(anchor, keys, unanchored)));
  const before = await readBeforeFirst(database);
  if (before) problems.push({ code: 'inserted', ...before });
  return {
    records,
    upTo: String(end),
    checkpoints,
    anchored,
    unsigned: end > signedUpTo ? Number(end - signedUpTo) : 0,
    lastCheckpoint: last ? { number: last.number, seq: last.seq, signedAt: last.signedAt } : null,
    problems: [...inRecords, ...problems],
    ms: Date.now() - started.getTime(),
  };
}
