import type { VitalTile } from '@keneyapp/bff/features/summary/view';
import type { Formats } from '../../i18n/formats.ts';

/** `96 → 94 ×2 → 95`: equal values one after the other are said once, with their number. */
export function courseWords(points: VitalTile['points'], f: Formats): string {
  const runs: { words: string; n: number }[] = [];
  for (const { value, second } of points) {
    const words = [value, second].flatMap((n) => (n === null ? [] : f.number(n))).join('/');
    const last = runs.at(-1);
    if (last?.words === words) last.n += 1;
    else runs.push({ words, n: 1 });
  }
  return runs.map(({ words, n }) => (n > 1 ? `${words}\u00a0×${n}` : words)).join(' → ');
}
