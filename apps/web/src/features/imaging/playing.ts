import { first, type DicomJson } from './dicom-json.ts';

const usualRate = 15;

/** The beat of a stack that runs by itself. */
export class Playing {
  readonly #beat: () => void;
  #timer: ReturnType<typeof setInterval> | undefined;
  constructor(beat: () => void) {
    this.#beat = beat;
  }
  get isOn(): boolean {
    return this.#timer !== undefined;
  }
  start(metadata: DicomJson | undefined): void {
    this.stop();
    this.#timer = setInterval(this.#beat, 1_000 / rateOf(metadata));
  }
  stop(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

/** Images a second: as the object asks to be played (PS3.3 C.7.6.5), else as it was taken, else as stacks usually are. */
function rateOf(metadata: DicomJson | undefined): number {
  const number = (tag: string) => Number(first(metadata, tag));
  const asked =
    [number('00082144'), number('00180040'), 1_000 / number('00181063')].find((n) => n > 0 && n < 1_000) ??
    usualRate;
  return Math.min(60, Math.max(1, asked));
}
