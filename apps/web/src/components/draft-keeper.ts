export interface DraftKey {
  /** Null: a form that belongs to no chart (settings, a review). */
  patientId: string | null;
  form: string;
  base: string;
}
export type DraftStatus = 'idle' | 'saving' | 'saved' | 'failed' | 'conflict';

interface Ports {
  save(content: string, counter: number): Promise<{ counter: number; updatedAt: string }>;
  /** For a page that is going away: sent, not waited for. */
  saveAtOnce(content: string, counter: number): void;
  isConflict(error: unknown): boolean;
  changed(status: DraftStatus, savedAt: string | null): void;
  /** The list of drafts is no longer what it was. */
  listed(): void;
}

const pauseMs = 600;
const longestMs = 1_500;
const retryMs = 3_000;

/** Saves the last text typed: after a short pause, at the latest after 1.5 s, one save at a time, each over the one before. */
export class DraftKeeper {
  reload: () => Promise<void> = async () => undefined;
  readonly #ports: Ports;
  #counter = 0;
  #text: string | null = null;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #since = 0;
  #saving: Promise<void> | null = null;
  #isStopped = false;
  #isConflict = false;
  #savedAt: string | null = null;
  constructor(ports: Ports) {
    this.#ports = ports;
  }

  start(counter: number): void {
    this.#counter = counter;
    this.#isConflict = false;
  }

  put(text: string): void {
    if (this.#text === null) this.#since = Date.now();
    this.#text = text;
    if (this.#isConflict || this.#isStopped) return;
    this.#wait(Math.max(0, Math.min(pauseMs, this.#since + longestMs - Date.now())));
  }

  /** Resolves when what was typed until now is saved, or could not be. */
  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#saving) await this.#saving;
    await this.#send();
  }

  flushAtOnce(): void {
    clearTimeout(this.#timer);
    if (this.#text === null || this.#isConflict || this.#saving) return;
    this.#ports.saveAtOnce(this.#text, this.#counter);
    // the page may come back: the next save finds out by the conflict whether this one arrived
    this.#counter += 1;
    this.#text = null;
  }

  /** Whatever is waiting is not saved; resolves when nothing is under way. */
  async forget(): Promise<void> {
    clearTimeout(this.#timer);
    this.#text = null;
    await this.#saving;
    clearTimeout(this.#timer);
    this.#text = null;
    this.#counter = 0;
    this.#isConflict = false;
    this.#tell('idle');
  }

  /** Our text over what is there. */
  overwrite(counter: number): void {
    this.#isConflict = false;
    this.#counter = counter;
    void this.flush();
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#send(), ms);
  }

  async #send(): Promise<void> {
    if (this.#saving || this.#isConflict || this.#text === null) return;
    const text = this.#text;
    this.#text = null;
    this.#tell('saving');
    this.#saving = this.#ports.save(text, this.#counter).then(
      ({ counter, updatedAt }) => {
        if (this.#counter === 0) this.#ports.listed();
        this.#counter = counter;
        this.#savedAt = updatedAt;
        this.#saving = null;
        if (this.#text === null) this.#tell('saved');
        else if (!this.#isStopped) {
          this.#since = Date.now();
          this.#wait(pauseMs);
        }
      },
      (error: unknown) => {
        this.#saving = null;
        this.#text ??= text;
        this.#isConflict = this.#ports.isConflict(error);
        this.#tell(this.#isConflict ? 'conflict' : 'failed');
        if (!this.#isConflict && !this.#isStopped) this.#wait(retryMs);
      },
    );
    await this.#saving;
  }

  #tell(status: DraftStatus): void {
    if (!this.#isStopped) this.#ports.changed(status, this.#savedAt);
  }
}
