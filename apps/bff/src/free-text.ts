import { z } from 'zod';

/**
 * What nobody sees: characters that may be left out of what is drawn (zero width, marks of direction, fillers, variation
 * selectors, tags: Unicode's Default_Ignorable_Code_Point), those that steer others (Cf: of annotations, of hieroglyphs), the
 * empty Braille cell, the empty note head, the filler of Khitan, what stands for an object, controls, and what is no character
 * at all.
 */
const unseen =
  /[\p{Default_Ignorable_Code_Point}\p{Cf}\u2800\uFFFC\u{16FE4}\u{1D159}\p{Cc}\p{Co}\p{Cn}\p{Cs}]/gu;
/** A mark stands on a letter; a heap of them says no more than two. */
const heapOfMarks = /(\p{M}{2})\p{M}+/gu;

/** The text as it is seen: runs of any kind of space are one, none at its ends. */
export const seen = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/[\t\n\v\f\r]/g, ' ')
    .replace(unseen, '')
    .replace(heapOfMarks, '$1')
    .replace(/\s+/g, ' ')
    .trim();

/** Characters of a text that somebody wrote to be read; none without a letter or a figure among them. */
export function writtenLength(text: string): number {
  const shown = seen(text);
  return /[\p{L}\p{N}]/u.test(shown) ? shown.length : 0;
}

/** Controls (a database refuses NUL) and halves of a character, which nobody types and no server keeps as they are. */
const noText = /[\p{Cs}\0-\x08\x0B\x0C\x0E-\x1F\x7F]/u;

/** What somebody types, searched words too: `max` characters, its ends trimmed, otherwise as it is. Every one of the application is this. */
export const typedText = (max: number) =>
  z
    .string()
    .trim()
    .max(max)
    .refine((text) => !noText.test(text), { error: 'contains characters that cannot be stored' });

/** An obligatory free text: `least` characters that can be seen. Every one of the application is this. */
export const writtenText = ({ least, most }: { least: number; most: number }) =>
  typedText(most).refine((text) => writtenLength(text) >= least, {
    error: `${least} characters or more, in words`,
  });
