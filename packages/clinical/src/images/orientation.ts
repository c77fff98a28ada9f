import { functionalGroup, type DicomJson } from './frame-attributes.ts';

/**
 * How an image is turned on the screen, as the matrix from the axes of the image (right, down) to those of the screen:
 * [right→right, down→right, right→down, down→down]. Only quarter turns and mirrorings: each number is −1, 0 or 1.
 */
export type Turn = readonly [number, number, number, number];
export const upright: Turn = [1, 0, 0, 1];

const after = ([a, b, c, d]: Turn, [e, f, g, h]: Turn): Turn =>
  [a * e + b * g, a * f + b * h, c * e + d * g, c * f + d * h].map((n) => n + 0) as unknown as Turn;

/** What the person sees is turned or mirrored, whatever was done to it before. */
export const turned = {
  right: (turn: Turn) => after([0, -1, 1, 0], turn),
  left: (turn: Turn) => after([0, 1, -1, 0], turn),
  horizontally: (turn: Turn) => after([-1, 0, 0, 1], turn),
  vertically: (turn: Turn) => after([1, 0, 0, -1], turn),
};
export const isOnItsSide = ([a]: Turn): boolean => a === 0;

/** Where the right and the lower edge of an image point in the patient, as letters of PS3.3 C.7.6.1.1.1 (`R`, `AF`). */
export interface Orientation {
  right: string;
  bottom: string;
}
/** The letters at the edges of the screen. */
export interface EdgeLetters {
  left: string;
  right: string;
  top: string;
  bottom: string;
}

const opposites: Record<string, string> = { R: 'L', L: 'R', A: 'P', P: 'A', H: 'F', F: 'H' };
const opposite = (letters: string) => [...letters].map((letter) => opposites[letter] ?? '').join('');
/** A direction less than 15° off an axis is that axis. */
const least = Math.sin((15 * Math.PI) / 180);

/** From the patient's axes: x to the left, y to the back, z to the head (PS3.3 C.7.6.2.1.1). */
function letters(direction: readonly number[]): string {
  const axes = [
    ['L', 'R'],
    ['P', 'A'],
    ['H', 'F'],
  ] as const;
  return direction
    .map((v, i) => ({ size: Math.abs(v), letter: axes[i]?.[v < 0 ? 1 : 0] ?? '' }))
    .filter(({ size }) => size >= least)
    .sort((a, b) => b.size - a.size)
    .map(({ letter }) => letter)
    .join('');
}

/**
 * How frame `number` lies in the patient: by Image Orientation (Patient), else by the Patient Orientation that
 * radiographs have. Null where the object says neither: nobody guesses sides.
 */
export function orientationOf(metadata: DicomJson, number: number): Orientation | null {
  const cosines = (functionalGroup(metadata, number, '00209116')['00200037']?.Value ?? []).map(Number);
  if (cosines.length === 6 && cosines.every(Number.isFinite)) {
    const right = letters(cosines.slice(0, 3)),
      bottom = letters(cosines.slice(3));
    return right && bottom ? { right, bottom } : null;
  }
  const [right, bottom] = metadata['00200020']?.Value ?? [];
  const isSide = (said: unknown): said is string => typeof said === 'string' && /^[RLAPHF]{1,3}$/.test(said);
  return isSide(right) && isSide(bottom) ? { right, bottom } : null;
}

/** The letters at the edges of an image that is turned so. */
export function edgeLetters({ right, bottom }: Orientation, [a, b, c, d]: Turn): EdgeLetters {
  const towards = (x: number, y: number) =>
    x === 1 ? right : x === -1 ? opposite(right) : y === 1 ? bottom : opposite(bottom);
  const [atRight, atBottom] = [towards(a, b), towards(c, d)];
  return { right: atRight, left: opposite(atRight), bottom: atBottom, top: opposite(atBottom) };
}
