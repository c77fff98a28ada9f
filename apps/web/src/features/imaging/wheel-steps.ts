/** The part of a `WheelEvent` that matters; `wheelDeltaY` is what browsers give beside the standard. */
export interface WheelTurn {
  deltaY: number;
  deltaMode: number;
  wheelDeltaY?: number;
}

/** Browsers count 120 for each notch of a mouse, in `wheelDeltaY`; for a trackpad they give three for each pixel. */
const perNotch = 120;
const trackpadGain = 3;
/** So many pixels of a trackpad are an image. */
const pixelsPerImage = 40;
/** Less than this at once is no notch of a mouse. */
const leastNotch = 45;
/** Lines of one notch, where a browser counts lines. */
const linesPerNotch = 3;

/**
 * Images for turns of a wheel: one for each notch, whatever the browser calls a notch (53, 100, 120 pixels, 3 lines) and
 * however many of them it puts into one event; of a trackpad, whose events are small and many, one for each 40 pixels.
 */
export class WheelSteps {
  #rest = 0;
  /** Pixels of a notch of this mouse, as far as they were seen. */
  #notch = Infinity;

  /** How many images forward; negative: back. What is left over counts for the next turn in this direction. */
  take(turn: WheelTurn): number {
    if (Math.sign(turn.deltaY) !== Math.sign(this.#rest)) this.#rest = 0;
    this.#rest += this.#images(turn);
    const steps = Math.trunc(this.#rest + Math.sign(this.#rest) * 1e-6);
    this.#rest -= steps;
    return steps;
  }

  #images({ deltaY, deltaMode, wheelDeltaY = 0 }: WheelTurn): number {
    const direction = Math.sign(deltaY),
      size = Math.abs(deltaY),
      counted = Math.abs(wheelDeltaY);
    if (deltaMode !== 0) return size < 1 ? deltaY : direction * Math.max(1, Math.round(size / linesPerNotch));
    // a mouse that says so; the pixels beside it depend on the system and on the zoom of the page
    if (counted >= perNotch && counted % perNotch === 0 && counted !== size)
      return (direction * counted) / perNotch;
    if (size < leastNotch || Math.abs(counted - size * trackpadGain) < 1) return deltaY / pixelsPerImage;
    this.#notch = Math.min(this.#notch, size);
    return direction * Math.max(1, Math.round(size / this.#notch));
  }
}
