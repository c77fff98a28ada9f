import type { AnchorFile } from './anchor.ts';
import type { KnownKeys } from './checkpoint.ts';
import { readCheckpoints } from './checkpoints.ts';
import type { ChainProblem } from './problems.ts';
import { beginningAfter, isSignedByUs, readRetirement, type Retirement } from './retirement.ts';
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
  /** What was taken out after the time it is kept, by a statement of ours. */
  retired: Pick<Retirement, 'firstSeq' | 'lastSeq' | 'before' | 'retiredAt'> | null;
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
  const statement = await readRetirement(database),
    retired = statement && isSignedByUs(statement, keys) ? statement : null;
  const beginning = beginningAfter(retired);
  const total = Number(await countRecords(database, beginning.seq, end));
  const signed = new CheckpointCheck(readCheckpoints(database), keys, witnesses, started),
    check = new RecordCheck(beginning);
  let records = 0;
  for (let after = beginning.seq; after < end;) {
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
  if (statement && !retired) problems.push({ code: 'retirement-forged', number: statement.number });
  if (retired && (witnesses.hashes.get(retired.lastSeq) ?? retired.lastHash) !== retired.lastHash)
    problems.push({ code: 'rewritten', from: '1', to: retired.lastSeq });
  const before = await readBeforeFirst(database, beginning.seq);
  if (before) problems.push({ code: 'inserted', ...before });
  return {
    records,
    upTo: String(end),
    checkpoints,
    anchored,
    retired: retired && {
      firstSeq: '1',
      lastSeq: retired.lastSeq,
      before: retired.before,
      retiredAt: retired.retiredAt,
    },
    unsigned: end > signedUpTo ? Number(end - signedUpTo) : 0,
    lastCheckpoint: last ? { number: last.number, seq: last.seq, signedAt: last.signedAt } : null,
    problems: [...inRecords, ...problems],
    ms: Date.now() - started.getTime(),
  };
}
