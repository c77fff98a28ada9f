import type { AnchorFile } from './anchor.ts';
import {
  knownKeys,
  linkOf,
  noCheckpoint,
  signatureState,
  type Checkpoint,
  type SigningKey,
} from './checkpoint.ts';
import { appendCheckpoint, readLastCheckpoint } from './checkpoints.ts';
import { genesis, hashOf } from './chain.ts';
import type { ChainProblem } from './problems.ts';
import { countRecords, readBeforeFirst, readHead, readRecords, type Rows } from './records.ts';
import type { Appended } from './recorder.ts';
import { RecordCheck } from './verify-records.ts';

export interface CheckpointerOptions {
  key: SigningKey;
  anchor: AnchorFile;
  onError: (error: unknown) => void;
  /** Records after which one is written at once, and the time after which one is written if there is anything new. */
  everyRecords?: number;
  everyMs?: number;
  now?: () => Date;
}

/**
 * Signs how far the trail has come. Nothing is signed that was not looked at: the records since the last checkpoint are
 * read and must follow it, so that what somebody changed is not made good by our own signature.
 */
export class Checkpointer {
  readonly #database: Rows;
  readonly #options: Required<CheckpointerOptions>;
  /** The farthest checkpoint known from outside the database: our own last one, or that of the anchor file. */
  #known: Checkpoint | null | undefined;
  #sinceLast = 0;
  #lastSeq = 0n;
  #problem: ChainProblem | null = null;
  /** Seen by us alone, so it stays until we end. */
  #cutOff: ChainProblem | null = null;
  /** Checkpoints that did not reach the anchor file yet. */
  readonly #toAnchor: Checkpoint[] = [];
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<Checkpoint | null> | null = null;

  constructor(database: Rows, options: CheckpointerOptions) {
    this.#database = database;
    this.#options = { everyRecords: 1_000, everyMs: 60_000, now: () => new Date(), ...options };
  }

  /** What keeps it from signing, and whether the last line did not reach the anchor file. */
  get state(): { problem: ChainProblem | null; anchorFailed: boolean } {
    return { problem: this.#problem, anchorFailed: this.#toAnchor.length > 0 };
  }

  start(): void {
    this.#timer = setInterval(() => this.#inBackground(), this.#options.everyMs).unref();
  }

  /** Told of each group of records. */
  readonly appended = ({ firstSeq, lastSeq }: Appended): void => {
    // the database gave a number again that it had given us: the end was cut off meanwhile
    if (firstSeq <= this.#lastSeq)
      this.#refuse((this.#cutOff = { code: 'truncated', from: String(firstSeq), to: String(this.#lastSeq) }));
    this.#lastSeq = lastSeq;
    this.#sinceLast += Number(lastSeq - firstSeq) + 1;
    if (this.#sinceLast >= this.#options.everyRecords) {
      this.#sinceLast = 0;
      this.#inBackground();
    }
  };

  /** One more, so that everything is signed when we go. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    await this.#running?.catch(() => undefined);
    await this.checkpoint().catch(this.#options.onError);
  }

  /** Signs what is new. @returns null when nothing is new, another process was first, or the trail is not as it should be */
  checkpoint(): Promise<Checkpoint | null> {
    return (this.#running ??= this.#checkpoint().finally(() => {
      this.#running = null;
    }));
  }

  #inBackground(): void {
    this.checkpoint().catch(this.#options.onError);
  }

  async #checkpoint(): Promise<Checkpoint | null> {
    const { key, now } = this.#options;
    const [last, head] = [await readLastCheckpoint(this.#database), await readHead(this.#database)];
    const problem = await this.#problemSince(last, head);
    if (problem) return this.#refuse(problem);
    this.#problem = null;
    if (!head || head.seq === BigInt(last?.seq ?? '0')) return null;
    const from = BigInt(last?.seq ?? '0');
    const checkpoint = key.sign({
      number: String(BigInt(last?.number ?? '0') + 1n),
      seq: String(head.seq),
      hash: head.hash,
      count: String(BigInt(last?.count ?? '0') + (await countRecords(this.#database, from, head.seq))),
      signedAt: now().toISOString(),
      previous: last ? linkOf(last) : noCheckpoint,
    });
    if (!(await appendCheckpoint(this.#database, checkpoint))) return null;
    this.#known = checkpoint;
    await this.#anchor(checkpoint);
    return checkpoint;
  }

  /** Puts it into the file, after those that could not be put there when it was their turn. */
  async #anchor(checkpoint: Checkpoint): Promise<void> {
    const { anchor, onError } = this.#options;
    this.#toAnchor.push(checkpoint);
    try {
      for (let next = this.#toAnchor[0]; next; next = this.#toAnchor[0]) {
        await anchor.append(next);
        this.#toAnchor.shift();
      }
    } catch (cause) {
      onError(new Error(`the anchor file ${anchor.file} cannot be written`, { cause }));
    }
  }

  async #problemSince(
    last: Checkpoint | null,
    head: { seq: bigint; hash: string } | null,
  ): Promise<ChainProblem | null> {
    if (this.#cutOff) return this.#cutOff;
    const before = await readBeforeFirst(this.#database);
    if (before) return { code: 'inserted', ...before };
    const { key, anchor } = this.#options,
      from = BigInt(last?.seq ?? '0');
    if (this.#known === undefined) {
      this.#known =
        (await anchor.read())?.findLast(
          (line) => line !== null && signatureState(line, knownKeys([key.publicKey])) === 'valid',
        ) ?? null;
      // we ended between the database and the file: the one after the last of the file, which it names, is put there now
      if (
        last &&
        this.#known &&
        last.previous === linkOf(this.#known) &&
        signatureState(last, knownKeys([key.publicKey])) === 'valid'
      )
        await this.#anchor(last);
    }
    const known = this.#known;
    if (known && BigInt(known.number) > BigInt(last?.number ?? '0'))
      return { code: 'checkpoint-removed', number: known.number };
    if (known && known.number === last?.number && known.signature !== last.signature)
      return { code: 'checkpoint-changed', number: known.number };
    if (last && last.keyId === key.keyId && signatureState(last, knownKeys([key.publicKey])) === 'forged')
      return { code: 'checkpoint-forged', number: last.number };
    if (from > (head?.seq ?? 0n))
      return { code: 'truncated', from: String((head?.seq ?? 0n) + 1n), to: String(from) };
    const check = new RecordCheck({ seq: from, hash: last?.hash ?? genesis });
    for (let after = from; head && after < head.seq;) {
      const rows = (await readRecords(this.#database, after, 500)).filter(
        ({ seq }) => BigInt(seq) <= head.seq,
      );
      for (const record of rows) check.feed(record);
      const end = rows.at(-1);
      if (!end) break;
      after = BigInt(end.seq);
    }
    const [problem] = check.end();
    if (problem || !last) return problem ?? null;
    const [signed] = await readRecords(this.#database, from - 1n, 1);
    if (signed?.seq !== last.seq || signed.hash !== last.hash)
      return { code: 'rewritten', from: last.seq, to: last.seq };
    return hashOf(signed) === signed.hash ? null : { code: 'changed', from: last.seq, to: last.seq };
  }

  #refuse(problem: ChainProblem): null {
    if (!this.#problem)
      this.#options.onError(
        new Error(
          `the audit trail is not as it was written (${problem.code}): nothing is signed any more; npm run audit:verify says more`,
        ),
      );
    this.#problem = problem;
    return null;
  }
}
