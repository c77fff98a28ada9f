import { genesis, hashOf, type ChainRecord } from './chain.ts';
import type { ChainProblem } from './problems.ts';

type RecordProblem = Extract<ChainProblem, { from: string }>;
/** How far a record may have been moved and still be recognised, and how many attempts at recognising are made in all. */
const farthest = 50n,
  maxAttempts = 20_000;

/**
 * Follows the chain record by record. A record tells of itself by its hash; where that fails, it may be what was written at
 * another place (`hash` fits that number): then something was taken out, put in, or the order was changed.
 */
export class RecordCheck {
  readonly problems: RecordProblem[] = [];
  #expected: bigint;
  #previousHash: string | null;
  #attempts = 0;
  /** Records in a row that were written at another place: `offsets` is how far each was moved. */
  #moved: { from: bigint; offsets: Set<bigint> } | null = null;
  /** Hashes of the last records, to tell a copy from the record itself. */
  readonly #recent = new Map<bigint, string>();

  /** From the first record, or from the one after `seq`, whose hash is known to be right. */
  constructor(after: { seq: bigint; hash: string } = { seq: 0n, hash: genesis }) {
    this.#expected = after.seq + 1n;
    this.#previousHash = after.hash;
  }

  feed(record: ChainRecord): void {
    const seq = BigInt(record.seq);
    // a place that was met already: somebody took away what keeps the numbers apart
    if (seq < this.#expected) {
      this.#endMoved(false);
      this.#add('inserted', seq, seq);
      return;
    }
    if (seq > this.#expected) {
      this.#endMoved(false);
      this.#add('removed', this.#expected, seq - 1n);
      this.#previousHash = null; // nothing is left that this one could follow
    }
    const isItself = hashOf(record) === record.hash;
    const offset = isItself ? 0n : this.#offsetOf(record, seq);
    if (offset === null) {
      this.#endMoved(false);
      this.#add('changed', seq, seq);
    } else if (offset > 0n && this.#recent.get(seq - offset) === record.hash) {
      this.#endMoved(false);
      this.#add('inserted', seq, seq);
    } else if (offset !== 0n) this.#move(seq, offset);
    else {
      const follows = this.#previousHash === null || record.previousHash === this.#previousHash;
      const wasMoved = this.#endMoved(false);
      // its own hash covers the hash before: so it is the one before that is another now, its hash made anew
      if (!follows && !wasMoved) this.#addUnlessKnown(seq === 1n ? 1n : seq - 1n);
    }
    this.#expected = seq + 1n;
    this.#previousHash = record.hash;
    this.#recent.set(seq, record.hash);
    this.#recent.delete(seq - farthest - 1n);
  }

  /** After the last record. */
  end(): RecordProblem[] {
    this.#endMoved(true);
    return this.problems;
  }

  #offsetOf(record: ChainRecord, seq: bigint): bigint | null {
    const fits = (offset: bigint) => {
      this.#attempts += 1;
      return offset < seq && hashOf({ ...record, seq: String(seq - offset) }) === record.hash;
    };
    const last = this.#moved ? [...this.#moved.offsets].at(-1) : undefined;
    if (last !== undefined && fits(last)) return last;
    for (let distance = 1n; distance <= farthest && this.#attempts < maxAttempts; distance += 1n)
      for (const offset of [distance, -distance]) if (fits(offset)) return offset;
    return null;
  }

  #move(seq: bigint, offset: bigint): void {
    this.#moved ??= { from: seq, offsets: new Set() };
    this.#moved.offsets.add(offset);
  }

  #endMoved(isEnd: boolean): boolean {
    const moved = this.#moved;
    if (!moved) return false;
    this.#moved = null;
    const [offset = 0n] = moved.offsets;
    if (isEnd && moved.offsets.size === 1 && offset > 0n)
      this.#replace('inserted', moved.from - offset, moved.from - 1n);
    else if (isEnd && moved.offsets.size === 1) this.#add('removed', moved.from, moved.from - offset - 1n);
    else this.#add('reordered', moved.from, this.#expected - 1n);
    return true;
  }

  /** What was put in was seen as changed, or as a copy, when it was met. */
  #replace(code: RecordProblem['code'], from: bigint, to: bigint): void {
    for (let i = this.problems.length - 1; i >= 0; i -= 1) {
      const p = this.problems[i];
      if (
        p &&
        (p.code === 'changed' || p.code === 'inserted') &&
        BigInt(p.from) >= from &&
        BigInt(p.to) <= to
      )
        this.problems.splice(i, 1);
    }
    this.#add(code, from, to);
  }

  #addUnlessKnown(seq: bigint): void {
    const last = this.problems.at(-1);
    if (!last || BigInt(last.to) < seq) this.#add('changed', seq, seq);
  }

  #add(code: RecordProblem['code'], from: bigint, to: bigint): void {
    const last = this.problems.at(-1);
    if (last && last.code === code && code === 'changed' && BigInt(last.to) + 1n === from)
      last.to = String(to);
    else this.problems.push({ code, from: String(from), to: String(to) });
  }
}
