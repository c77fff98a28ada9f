import { linkOf, noCheckpoint, signatureState, type Checkpoint, type KnownKeys } from './checkpoint.ts';
import type { ChainProblem } from './problems.ts';
import type { Witnesses } from './verify-anchors.ts';

type Range = Extract<ChainProblem, { from: string }>;

/** Checkpoints that are ours and stand in the database alone; a moment after its signature one may not be in the file yet. */
export class Unanchored {
  #ranges: { from: bigint; to: bigint }[] = [];

  add({ number }: Pick<Checkpoint, 'number'>): void {
    const place = BigInt(number),
      last = this.#ranges.at(-1);
    if (last && last.to + 1n === place) last.to = place;
    else this.#ranges.push({ from: place, to: place });
  }
  get size(): number {
    return this.#ranges.length;
  }
  /** Without those that the file holds by now. */
  problems({ byNumber }: Pick<Witnesses, 'byNumber'>): ChainProblem[] {
    const left = new Unanchored();
    for (const { from, to } of this.#ranges)
      for (let number = from; number <= to; number += 1n)
        if (!byNumber.has(String(number))) left.add({ number: String(number) });
    return left.#ranges.map(({ from, to }) => ({
      code: 'anchor-behind',
      from: String(from),
      to: String(to),
    }));
  }
}

/** The checkpoints of the database, met in step with the records they sign, and those that only the anchor file still has. */
export class CheckpointCheck {
  readonly #problems: ChainProblem[] = [];
  readonly #source: AsyncGenerator<Checkpoint>;
  readonly #keys: KnownKeys;
  readonly #witnesses: Witnesses;
  readonly #started: string;
  readonly #seen = new Set<string>();
  #next: Checkpoint | null | undefined;
  #last: Checkpoint | null = null;
  #anchored = 0;
  readonly #unanchored = new Unanchored();
  /** The last record known to be what was signed, the farthest that was signed, and what is not what was signed. */
  #goodUpTo = 0n;
  #farthest = 0n;
  #rewritten: Range | null = null;
  constructor(source: AsyncGenerator<Checkpoint>, keys: KnownKeys, witnesses: Witnesses, started: Date) {
    this.#source = source;
    this.#keys = keys;
    this.#witnesses = witnesses;
    this.#started = started.toISOString();
  }

  /** A record of the trail, in order. */
  async at(seq: bigint, hash: string): Promise<void> {
    const witness = this.#witnesses.hashes.get(String(seq));
    if (witness !== undefined) this.#compare(seq, witness === hash);
    for (let next = await this.#peek(); next && BigInt(next.seq) <= seq; next = await this.#peek())
      if (this.#take(next) && BigInt(next.seq) === seq) this.#compare(seq, next.hash === hash);
  }

  /** After the last record. @param inRecords what is known to be wrong with them: it need not be said twice */
  async end(
    end: bigint,
    inRecords: Range[],
  ): Promise<{
    last: Checkpoint | null;
    checkpoints: number;
    anchored: number;
    unanchored: Unanchored;
    problems: ChainProblem[];
  }> {
    for (let next = await this.#peek(); next; next = await this.#peek()) {
      if (BigInt(next.seq) > end && next.signedAt >= this.#started) break; // signed meanwhile: of records that came meanwhile
      this.#take(next);
    }
    for (const [number, { seq }] of this.#witnesses.byNumber) {
      if (BigInt(seq) > this.#farthest) this.#farthest = BigInt(seq);
      if (!this.#seen.has(number)) this.#gone(number);
    }
    const rewritten = this.#rewritten;
    const isKnown =
      rewritten !== null &&
      inRecords.some((p) => BigInt(p.from) <= BigInt(rewritten.to) && BigInt(p.to) >= BigInt(rewritten.from));
    return {
      last: this.#last,
      checkpoints: this.#seen.size,
      anchored: this.#anchored,
      unanchored: this.#unanchored,
      problems: [
        ...(rewritten && !isKnown ? [rewritten] : []),
        ...(this.#farthest > end
          ? [{ code: 'truncated' as const, from: String(end + 1n), to: String(this.#farthest) }]
          : []),
        ...this.#problems,
        ...this.#witnesses.problems,
      ],
    };
  }

  #compare(seq: bigint, isSame: boolean): void {
    if (isSame) this.#goodUpTo = seq;
    else
      this.#rewritten = {
        code: 'rewritten',
        from: this.#rewritten?.from ?? String(this.#goodUpTo + 1n),
        to: String(seq),
      };
  }

  async #peek(): Promise<Checkpoint | null> {
    if (this.#next === undefined) {
      const { value, done } = await this.#source.next();
      this.#next = done ? null : value;
    }
    return this.#next ?? null;
  }

  /** @returns whether it may be believed */
  #take(checkpoint: Checkpoint): boolean {
    this.#next = undefined;
    const { number } = checkpoint,
      expected = BigInt(this.#last?.number ?? '0') + 1n,
      witness = this.#witnesses.byNumber.get(number);
    for (let gone = expected; gone < BigInt(number) && gone < expected + 1_000n; gone += 1n)
      this.#gone(String(gone));
    const isWitnessed =
      witness !== undefined &&
      (Object.keys(witness) as (keyof Checkpoint)[]).every((key) => witness[key] === checkpoint[key]);
    // none of ours has such a number, whoever signed it
    const state =
      BigInt(number) < 1n ? 'forged' : isWitnessed ? 'valid' : signatureState(checkpoint, this.#keys);
    if (state === 'forged') this.#problems.push({ code: 'checkpoint-forged', number });
    else if (state === 'unknown-key') this.#problems.push({ code: 'checkpoint-unknown-key', number });
    else if (
      (witness && !isWitnessed) ||
      (BigInt(number) === expected &&
        checkpoint.previous !== (this.#last ? linkOf(this.#last) : noCheckpoint))
    )
      this.#problems.push({ code: 'checkpoint-changed', number });
    if (isWitnessed) this.#anchored += 1;
    else if (!witness && state === 'valid') this.#unanchored.add(checkpoint);
    this.#seen.add(number);
    this.#last = checkpoint;
    if (state === 'valid' && BigInt(checkpoint.seq) > this.#farthest) this.#farthest = BigInt(checkpoint.seq);
    return state === 'valid';
  }

  #gone(number: string): void {
    if (!this.#problems.some((p) => p.code === 'checkpoint-removed' && p.number === number))
      this.#problems.push({ code: 'checkpoint-removed', number });
  }
}
