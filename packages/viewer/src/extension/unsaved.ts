import type { Measurement } from './ohif.ts';

/** What of a measurement a report says: moved handles or another label make it another one, a selection does not. */
const contentOf = ({ points, label }: Measurement): string => JSON.stringify([points ?? [], label ?? '']);

/** Which measurements are in no stored report yet. */
export class Unsaved {
  #stored = new Map<string, string>();
  #unsaved = new Set<string>();

  /** Read from a stored report, or just stored. */
  stored(measurement: Measurement): void {
    this.#stored.set(measurement.uid, contentOf(measurement));
    this.#unsaved.delete(measurement.uid);
  }

  /** Drawn, moved or named. */
  changed(measurement: Measurement): void {
    if (this.#stored.get(measurement.uid) === contentOf(measurement)) this.#unsaved.delete(measurement.uid);
    else this.#unsaved.add(measurement.uid);
  }

  removed(uid: string): void {
    this.#unsaved.delete(uid);
    this.#stored.delete(uid);
  }

  cleared(): void {
    this.#unsaved.clear();
    this.#stored.clear();
  }

  get uids(): readonly string[] {
    return [...this.#unsaved];
  }
}
