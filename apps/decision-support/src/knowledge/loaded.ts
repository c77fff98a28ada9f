import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import examples from '../data/interaction-examples.json' with { type: 'json' };
import { interactionsFile } from './interactions-file.ts';
import { Interactions } from './interactions.ts';

const interactionsFileName = 'interactions.json';
const shipped = new Interactions(interactionsFile.parse(examples));

/** The list of interactions of the data folder; without one, the few examples that are shipped. */
export class LoadedInteractions {
  readonly #file: string;
  readonly #onError: (error: unknown) => void;
  #stamp = '';
  #current = shipped;
  constructor(folder: string, onError: (error: unknown) => void) {
    this.#file = path.join(folder, interactionsFileName);
    this.#onError = onError;
  }

  /** Read again when another one was put there. One that cannot be read leaves the former in force. */
  async current(): Promise<Interactions> {
    const found = await stat(this.#file).catch(() => null);
    const stamp = found ? `${found.mtimeMs} ${found.size}` : '';
    if (stamp === this.#stamp) return this.#current;
    this.#stamp = stamp;
    if (!found) return (this.#current = shipped);
    try {
      const parsed = interactionsFile.parse(JSON.parse(await readFile(this.#file, 'utf8')));
      this.#current = new Interactions(parsed);
    } catch (error) {
      this.#onError(error);
    }
    return this.#current;
  }
}
