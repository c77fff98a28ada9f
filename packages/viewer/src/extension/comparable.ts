/** What tells whether two series show the same. */
export interface SeriesFacts {
  id: string;
  study: string;
  modality: string;
  description: string;
  bodyPart: string;
  images: number;
  /** Of the first image's plane; null where it says none. */
  normal: readonly number[] | null;
}

export interface ComparablePair {
  current: string;
  prior: string;
}

const wordsOf = (text: string): string[] =>
  text
    .normalize('NFD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((part) => part.length > 1);

/** 0 to 1: how many of the words are in both. */
function alike(a: string, b: string): number {
  const one = new Set(wordsOf(a)),
    other = new Set(wordsOf(b));
  if (one.size === 0 || other.size === 0) return 0;
  return [...one].filter((part) => other.has(part)).length / Math.max(one.size, other.size);
}

/** How well a series of one study can be read beside one of the other: modality first, then body part, plane, name. */
function likeness(a: SeriesFacts, b: SeriesFacts): number {
  let sum = a.modality === b.modality ? 100 : 0;
  if (a.bodyPart !== '' && a.bodyPart === b.bodyPart) sum += 20;
  if (a.normal && b.normal)
    sum += Math.abs(a.normal.reduce((dot, value, i) => dot + value * (b.normal?.[i] ?? 0), 0)) > 0.9 ? 30 : 0;
  else if (!a.normal && !b.normal) sum += 30;
  sum += 25 * alike(a.description, b.description);
  // a stack is read beside a stack, a scout beside a scout
  sum += 10 * (Math.min(a.images, b.images) / Math.max(a.images, b.images, 1));
  return sum;
}

/** The pair to hang side by side; of several that are as alike the earlier in the lists. null: nothing to hang. */
export function comparablePair(
  current: readonly SeriesFacts[],
  prior: readonly SeriesFacts[],
): ComparablePair | null {
  let best: (ComparablePair & { score: number }) | null = null;
  for (const a of current)
    for (const b of prior) {
      const score = likeness(a, b);
      if (!best || score > best.score) best = { current: a.id, prior: b.id, score };
    }
  return best && { current: best.current, prior: best.prior };
}
