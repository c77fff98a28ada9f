import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import type PDFDocument from 'pdfkit';

const { resolve } = createRequire(import.meta.url);
// Inter as on the screen (SIL OFL), and DejaVu for what it lacks: Arabic, Hebrew, Armenian, Georgian, signs
const files = {
  Inter: '@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf',
  'Inter bold': '@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf',
  DejaVu: 'dejavu-fonts-ttf/ttf/DejaVuSans.ttf',
  'DejaVu bold': 'dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf',
} as const;
type FontName = keyof typeof files;

let read: Record<FontName, Buffer> | null = null;
const bytes = () =>
  (read ??= Object.fromEntries(
    Object.entries(files).map(([name, file]) => [name, readFileSync(resolve(file))]),
  ) as Record<FontName, Buffer>);

/** Part of a word that one font draws. */
export interface Run {
  font: FontName;
  text: string;
}
/** Stands for a character that none of them has, so that nothing vanishes. */
export const placeholder = '□';

const minus = '−';

export const isRightToLeft = (text: string): boolean =>
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]/u.test(text);
/** Joins or changes the character before it and has no width of its own: without that character it says nothing. */
const isInvisible = (codePoint: number): boolean =>
  (codePoint >= 0x200b && codePoint <= 0x200f) ||
  (codePoint >= 0x202a && codePoint <= 0x202e) ||
  (codePoint >= 0x2060 && codePoint <= 0x2069) ||
  (codePoint >= 0xfe00 && codePoint <= 0xfe0f) ||
  codePoint === 0xfeff ||
  codePoint === 0xad;

/** The fonts of one document: which of them draws what, and what none of them draws. */
export class Fonts {
  readonly #doc: PDFDocument;
  readonly #has = new Map<string, boolean>();
  readonly missing = new Set<string>();

  constructor(doc: PDFDocument) {
    this.#doc = doc;
    for (const [name, source] of Object.entries(bytes())) doc.registerFont(name, source);
  }

  /** A negative number has the sign of its own: a hyphen is as short as the one of a word. */
  #signed(text: string): string {
    return this.#draws('Inter', minus) ? text.replaceAll(/(?<![\p{L}\p{N}.,/)\]-])-(?=\d)/gu, minus) : text;
  }

  /** Words in the order in which they stand on the line: those of a script that runs from right to left are turned round. */
  words(text: string): string[] {
    const all = this.#signed(text.normalize('NFC')).split(' ');
    const turned: string[] = [];
    let group: string[] = [];
    for (const word of all) {
      if (isRightToLeft(word)) group.unshift(word);
      else {
        turned.push(...group, word);
        group = [];
      }
    }
    return [...turned, ...group];
  }

  runs(word: string, isBold: boolean): Run[] {
    const runs: Run[] = [];
    for (const character of word) {
      const codePoint = character.codePointAt(0) ?? 0;
      if (isInvisible(codePoint)) continue;
      const shown = /\p{Cc}/u.test(character) ? ' ' : character;
      const main = isBold ? 'Inter bold' : 'Inter';
      const other = isBold ? 'DejaVu bold' : 'DejaVu';
      const font = this.#draws(main, shown) ? main : other;
      const isDrawn = font === main || this.#draws(other, shown);
      if (!isDrawn) this.missing.add(shown);
      const text = isDrawn ? shown : placeholder;
      const last = runs.at(-1);
      if (last?.font === font) last.text += text;
      else runs.push({ font, text });
    }
    return runs;
  }

  #draws(font: FontName, character: string): boolean {
    const key = `${font} ${character}`;
    let has = this.#has.get(key);
    if (has === undefined) {
      has = this.#doc.font(font)._font.font.hasGlyphForCodePoint(character.codePointAt(0) ?? 0);
      this.#has.set(key, has);
    }
    return has;
  }

  width(run: Run, size: number): number {
    return this.#doc.font(run.font).fontSize(size).widthOfString(run.text);
  }
}
