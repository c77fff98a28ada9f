import type { Database } from '../database/client.ts';
import type { DatabaseRights } from '../database/rights.ts';
import type { AnchorFile } from './anchor.ts';
import { knownKeys, type SigningKey } from './checkpoint.ts';
import { readLastCheckpoint } from './checkpoints.ts';
import type { Checkpointer } from './checkpointer.ts';
import type { ChainProblem } from './problems.ts';
import { beginningAfter, readRetirement, retire, type Retirement } from './retirement.ts';
import { readHead } from './records.ts';
import { verifyTrail, type VerificationReport } from './verify.ts';

export interface TrailState {
  /** Place of the last record. */
  records: string;
  lastCheckpoint: { number: string; seq: string; signedAt: string } | null;
  /** What was taken out after the time it is kept; null when nothing was. */
  retired: { upTo: string; before: string; at: string } | null;
  /** Years that records are kept. */
  keptYears: number;
  keyId: string;
  rights: DatabaseRights;
  anchorFailed: boolean;
  /** What was seen while signing. */
  problem: ChainProblem | null;
  /** The last time the whole of it was read by this process. */
  verified: { at: string; report: VerificationReport } | null;
  isVerifying: boolean;
}
export type VerificationStep = { done: number; total: number } | { report: VerificationReport };

/** Few at a time: on the embedded database a read holds everybody up for as long as it takes. */
const batch = 500;
const firstAfterMs = 60_000,
  everyMs = 24 * 3_600_000;

interface Parts {
  database: Database;
  checkpointer: Checkpointer;
  key: SigningKey;
  anchor: AnchorFile;
  /** Years after which a record is taken out. */
  keptYears: number;
  /** Told after records were taken out, for the trail itself. */
  onRetired: (retirement: Retirement) => Promise<void>;
  onError: (error: unknown) => void;
}

/** The trail as a whole: how far it goes, what is signed, whether all of it is as it was written. Looked through once a day. */
export class AuditTrail {
  readonly #parts: Parts;
  #verified: TrailState['verified'] = null;
  #running: { step: { done: number; total: number }; result: Promise<VerificationReport> } | null = null;
  #timers: NodeJS.Timeout[] = [];
  #isStopped = false;
  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#parts.checkpointer.start();
    const look = () => {
      this.verify()
        .then((report) => this.#retire(report))
        .catch(this.#parts.onError);
    };
    this.#timers = [setTimeout(look, firstAfterMs).unref(), setInterval(look, everyMs).unref()];
  }

  /** Signs what is left to sign. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    for (const timer of this.#timers) clearTimeout(timer);
    await this.#running?.result.catch(() => undefined);
    await this.#parts.checkpointer.stop();
  }

  async state(): Promise<TrailState> {
    const { database, checkpointer, key, keptYears } = this.#parts;
    const [head, last, retired] = [
      await readHead(database),
      await readLastCheckpoint(database),
      await readRetirement(database),
    ];
    return {
      records: String((head?.seq ?? 0n) - beginningAfter(retired).seq),
      retired: retired && { upTo: retired.lastSeq, before: retired.before, at: retired.retiredAt },
      keptYears,
      lastCheckpoint: last ? { number: last.number, seq: last.seq, signedAt: last.signedAt } : null,
      keyId: key.keyId,
      rights: database.rights,
      ...checkpointer.state,
      verified: this.#verified,
      isVerifying: this.#running !== null,
    };
  }

  /** What an operator should see without asking; words of `/api/health`. */
  warnings(): string[] {
    const { database, checkpointer } = this.#parts,
      { problem, anchorFailed } = checkpointer.state;
    return [
      ...(problem || this.#verified?.report.problems.length ? ['audit-trail-damaged'] : []),
      ...(anchorFailed ? ['audit-anchor-not-written'] : []),
      ...(database.rights === 'shared' ? ['database-rights-not-separated'] : []),
    ];
  }

  /** Looks through all of it; whoever asks meanwhile waits for the same. */
  verify(): Promise<VerificationReport> {
    if (this.#running) return this.#running.result;
    const { database, key, anchor } = this.#parts;
    const running = {
      step: { done: 0, total: 0 },
      result: Promise.resolve<VerificationReport | null>(null) as Promise<VerificationReport>,
    };
    running.result = verifyTrail(database, {
      keys: knownKeys([key.publicKey]),
      anchor,
      batch,
      onProgress: (done, total) => {
        running.step = { done, total };
      },
      pause: async () => {
        if (this.#isStopped) throw new Error('stopped');
        await new Promise((resolve) => setImmediate(resolve));
      },
    })
      .then((report) => {
        this.#verified = { at: new Date().toISOString(), report };
        if (report.problems.length > 0)
          this.#parts.onError(
            new Error(
              `the audit trail is not as it was written (${[...new Set(report.problems.map((p) => p.code))].join(', ')}); npm run audit:verify says more`,
            ),
          );
        return report;
      })
      .finally(() => {
        this.#running = null;
      });
    this.#running = running;
    return running.result;
  }

  /** Takes out what is older than it is kept; of a trail that is not as it was written, nothing. */
  async #retire({ problems }: VerificationReport): Promise<void> {
    const { database, key, keptYears, onRetired } = this.#parts;
    if (problems.length > 0 || this.#isStopped) return;
    const now = new Date(),
      before = new Date(now);
    before.setUTCFullYear(before.getUTCFullYear() - keptYears);
    const retirement = await retire(database, { key, before, now });
    if (retirement) await onRetired(retirement);
  }

  /** The same, step by step, a few times a second. */
  async *verification(everyMs = 300): AsyncGenerator<VerificationStep> {
    const result = this.verify();
    result.catch(() => undefined);
    for (;;) {
      const done = await Promise.race([
        result,
        new Promise<null>((resolve) => {
          setTimeout(() => resolve(null), everyMs).unref();
        }),
      ]);
      if (done) {
        yield { report: done };
        return;
      }
      if (this.#running) yield this.#running.step;
    }
  }
}
