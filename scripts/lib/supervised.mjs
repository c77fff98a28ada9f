import path from 'node:path';

/** Milliseconds; `tries` ends in a row before it was ready are one too many. */
const usual = { first: 1000, most: 30_000, calm: 60_000, tries: 5 };

/**
 * A server that is started again when it ends: after 1, 2, 4 … 30 seconds, after one again once it ran for a minute.
 * While it may not be restarted the first end is final; so are five in a row without ever getting ready.
 */
export class Supervised {
  #options;
  #pause;
  #unready = 0;
  #isLetGo = false;
  /** @type {NodeJS.Timeout | undefined} */
  #timer;

  /**
   * @param {object} options
   * @param {() => import('./children.mjs').Child} options.start
   * @param {() => boolean} options.mayRestart
   * @param {(line: string) => void} options.onRestart what happened and what is done about it
   * @param {(error: import('./plain-error.mjs').PlainError) => void} options.onFailed it stays ended
   * @param {Partial<typeof usual>} [options.times]
   */
  constructor({ times, ...options }) {
    this.#options = { ...options, times: { ...usual, ...times } };
    this.#pause = this.#options.times.first;
    this.child = this.#run();
    this.name = this.child.name;
    /** Of its first start. */
    this.ready = this.child.ready;
  }

  /** Of its process, or null while there is none. */
  get pid() {
    return this.child.isRunning ? (this.child.process.pid ?? null) : null;
  }

  #run() {
    const child = this.#options.start();
    const began = Date.now();
    void child.ended.then((how) => this.#ended(child, how, Date.now() - began));
    return child;
  }

  /** @param {import('./children.mjs').Child} child @param {string} how @param {number} ran milliseconds */
  #ended(child, how, ran) {
    const { mayRestart, onRestart, onFailed, times } = this.#options;
    if (this.#isLetGo) return;
    if (!mayRestart()) return onFailed(child.failure(how));
    if (ran >= times.calm) this.#pause = times.first;
    this.#unready = child.isReady || ran >= times.calm ? 0 : this.#unready + 1;
    if (this.#unready >= times.tries)
      return onFailed(child.failure(how, ` ${this.#unready} times in a row before it was ready`));
    onRestart(
      `The ${child.name} ended (${how}); it starts again in ${this.#pause / 1000} s (log: ${path.relative(process.cwd(), child.logFile)})`,
    );
    this.#timer = setTimeout(() => {
      this.child = this.#run();
    }, this.#pause);
    this.#pause = Math.min(this.#pause * 2, times.most);
  }

  /** It may end from now on and is not started again. */
  letGo() {
    this.#isLetGo = true;
    clearTimeout(this.#timer);
  }

  async stop() {
    this.letGo();
    await this.child.stop();
  }
}
