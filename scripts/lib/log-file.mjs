import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  fstatSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';

const largest = 5 * 1024 * 1024;
const kept = 5;

/**
 * A log that is added to, over restarts too. Beyond `largest` bytes it becomes `<name>.1.log`, what was that becomes
 * `<name>.2.log`, and so on; the newest `kept` files stay.
 */
export class LogFile {
  #handle = -1;
  #size = 0;

  /** @param {string} file ends in `.log` @param {{ largest?: number, kept?: number }} [limits] */
  constructor(file, limits = {}) {
    this.file = file;
    this.limits = { largest, kept, ...limits };
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    this.#open();
  }

  /** A full disk shows in the server itself: what cannot be written is left out. @param {string} text */
  write(text) {
    try {
      if (this.#handle < 0) return;
      if (this.#size > 0 && this.#size + Buffer.byteLength(text) > this.limits.largest) this.#rotate();
      this.#size += writeSync(this.#handle, text);
    } catch {
      /* as said above */
    }
  }

  close() {
    if (this.#handle >= 0) closeSync(this.#handle);
    this.#handle = -1;
  }

  #open() {
    this.#handle = openSync(this.file, 'a', 0o600);
    this.#size = fstatSync(this.#handle).size;
  }

  #rotate() {
    this.close();
    const numbered = (/** @type {number} */ number) =>
      number === 0 ? this.file : this.file.replace(/\.log$/, `.${number}.log`);
    rmSync(numbered(this.limits.kept - 1), { force: true });
    for (let number = this.limits.kept - 2; number >= 0; number -= 1)
      if (existsSync(numbered(number))) renameSync(numbered(number), numbered(number + 1));
    this.#open();
  }
}
