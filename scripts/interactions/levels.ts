import {
  interactionLevels,
  type InteractionLevel,
} from '../../apps/decision-support/src/knowledge/interactions-file.ts';

/** As the thesaurus of the ANSM writes its levels, with and without accents; several are joined by hyphens. */
const whole: [RegExp, InteractionLevel][] = [
  [/^CONTRE-INDICATION/, 'CI'],
  [/^Association DECONSEILLEE/, 'AD'],
  [/^Pr[ée]caution d['’]emploi/, 'PE'],
  [/^A prendre en compte/, 'PC'],
];
const short: Record<string, InteractionLevel> = { CI: 'CI', ASDEC: 'AD', PE: 'PE', APEC: 'PC' };
const several = /^(?:CI|ASDEC|PE|APEC)(?: - (?:CI|ASDEC|PE|APEC))+/;

export interface ReadLevels {
  levels: InteractionLevel[];
  /** What stands on the same line after it: the file glues the mechanism to it. */
  rest: string;
}

/** The levels with which a text begins; null when it begins with none. */
export function levelsAt(text: string): ReadLevels | null {
  const [joined] = several.exec(text) ?? [];
  if (joined !== undefined) {
    const named = joined.split(' - ').flatMap((one) => short[one] ?? []);
    return {
      levels: interactionLevels.filter((level) => named.includes(level)),
      rest: text.slice(joined.length).trim(),
    };
  }
  for (const [pattern, level] of whole) {
    const [found] = pattern.exec(text) ?? [];
    if (found !== undefined) return { levels: [level], rest: text.slice(found.length).trim() };
  }
  return null;
}
