import type PDFDocument from 'pdfkit';
import type { Fonts, Run } from './fonts.ts';

/** What is set one after the other in a text. */
export interface Piece {
  text: string;
  isBold?: boolean;
  color: string;
}
interface SetRun extends Run {
  color: string;
  width: number;
}
/** A line as it stands on the page. */
export interface SetLine {
  runs: SetRun[];
  width: number;
}

/** Breaks a text into lines of a width, at spaces, and within a word that is wider than a line. */
export function setLines(
  fonts: Fonts,
  pieces: readonly Piece[],
  { width, size }: { width: number; size: number },
): SetLine[] {
  const lines: SetLine[] = [];
  let line: SetLine = { runs: [], width: 0 };
  const end = () => {
    lines.push(line);
    line = { runs: [], width: 0 };
  };
  const put = (runs: readonly SetRun[]) => {
    for (const run of runs) {
      const last = line.runs.at(-1);
      if (last?.font === run.font && last.color === run.color) {
        last.text += run.text;
        last.width += run.width;
      } else line.runs.push({ ...run });
      line.width += run.width;
    }
  };
  const measured = (text: string, isBold: boolean, color: string): SetRun[] =>
    fonts.runs(text, isBold).map((run) => ({ ...run, color, width: fonts.width(run, size) }));
  const widthOf = (runs: readonly SetRun[]) => runs.reduce((sum, run) => sum + run.width, 0);

  for (const { text, isBold = false, color } of pieces) {
    const space = measured(' ', isBold, color);
    text.split('\n').forEach((paragraph, i) => {
      if (i > 0) end();
      fonts.words(paragraph).forEach((word, at) => {
        const runs = measured(word, isBold, color);
        const before = at > 0 ? widthOf(space) : 0;
        if (line.width + before + widthOf(runs) <= width) {
          if (at > 0 && line.runs.length > 0) put(space);
          return put(runs);
        }
        if (line.runs.length > 0) end();
        if (widthOf(runs) <= width) return put(runs);
        // a word that no line holds
        for (const character of word) {
          const part = measured(character, isBold, color);
          if (line.width + widthOf(part) > width && line.runs.length > 0) end();
          put(part);
        }
      });
    });
  }
  if (line.runs.length > 0 || lines.length === 0) end();
  return lines;
}

/** Draws a line that was set in this size; `y` is where its letters stand. */
export function drawLine(
  doc: PDFDocument,
  line: SetLine,
  { x, y, size }: { x: number; y: number; size: number },
): void {
  let at = x;
  for (const { font, text, color, width } of line.runs) {
    doc
      .font(font)
      .fontSize(size)
      .fillColor(color)
      .text(text, at, y, { lineBreak: false, baseline: 'alphabetic' });
    at += width;
  }
}
