/** Where the images of a stack lie: what linked scrolling needs to know of it. */
export interface StackPlaces {
  frameOfReference: string | null;
  /** Of the planes, all parallel; null where the images say nothing of their place (a radiograph). */
  normal: readonly number[] | null;
  /** Millimetres along the normal, image by image. */
  places: readonly number[];
}
export interface Anchor {
  from: number;
  to: number;
}

/** Planes that are less than about 20° apart are read side by side. */
const parallel = 0.94;

/**
 * The image of `to` that belongs to image `index` of `from`: at the same place where both studies have one frame of
 * reference; else as many millimetres away from the pair that was on the screen when they were linked (`anchor`); else
 * as many images.
 */
export function linkedIndex(from: StackPlaces, to: StackPlaces, index: number, anchor: Anchor): number {
  const place = from.places[index];
  const direction = from.normal && to.normal ? dot(from.normal, to.normal) : 0;
  if (place === undefined || Math.abs(direction) < parallel)
    return within(anchor.to + index - anchor.from, to.places.length);
  const sign = Math.sign(direction);
  if (from.frameOfReference !== null && from.frameOfReference === to.frameOfReference)
    return nearest(to.places, place * sign);
  const moved = place - (from.places[anchor.from] ?? place);
  return nearest(to.places, (to.places[anchor.to] ?? 0) + moved * sign);
}

/**
 * Where a stack begins to be read beside image `index` of another: the same place in one frame of reference, else as far
 * through its images.
 */
export function matchingIndex(from: StackPlaces, to: StackPlaces, index: number): number {
  if (
    from.normal &&
    to.normal &&
    from.frameOfReference !== null &&
    from.frameOfReference === to.frameOfReference
  )
    return linkedIndex(from, to, index, { from: index, to: 0 });
  const part = index / Math.max(from.places.length - 1, 1);
  return within(Math.round(part * (to.places.length - 1)), to.places.length);
}

/** @param planes position and the two directions of each image in the patient, in millimetres, as DICOM has them */
export function placesOf(
  planes: readonly ({
    position: readonly number[];
    row: readonly number[];
    column: readonly number[];
  } | null)[],
  frameOfReference: string | null,
): StackPlaces {
  const [first] = planes;
  const nowhere = { frameOfReference, normal: null, places: planes.map(() => 0) };
  if (!first || planes.length < 2) return nowhere;
  const normal = cross(first.row, first.column);
  const places = planes.map((plane) => (plane ? dot(plane.position, normal) : Number.NaN));
  return places.every(Number.isFinite) ? { frameOfReference, normal, places } : nowhere;
}

const within = (index: number, length: number): number =>
  Math.min(Math.max(index, 0), Math.max(length - 1, 0));
const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, i) => sum + value * (b[i] ?? Number.NaN), 0);

function cross(a: readonly number[], b: readonly number[]): number[] {
  const [ax = 0, ay = 0, az = 0] = a,
    [bx = 0, by = 0, bz = 0] = b;
  return [ay * bz - az * by, az * bx - ax * bz, ax * by - ay * bx];
}

function nearest(places: readonly number[], place: number): number {
  let best = 0;
  for (let i = 1; i < places.length; i += 1)
    if (Math.abs((places[i] ?? 0) - place) < Math.abs((places[best] ?? 0) - place)) best = i;
  return best;
}
