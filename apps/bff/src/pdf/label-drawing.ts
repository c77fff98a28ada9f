import type PDFDocument from 'pdfkit';
import type { StructureElement } from 'pdfkit';
import { moduleFor, type Barcode } from './barcode.ts';
import { fitted, leastSize, type Fitted } from './fitted.ts';
import { isRightToLeft, type Fonts } from './fonts.ts';
import type { LabelContent, LabelRow } from './label-content.ts';
import type { LabelOptions } from './labels.ts';
import { drawLine, setLines } from './lines.ts';
import { ink } from './sheet.ts';

/** Where something is drawn, in points from the top left. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** The file that is being made, and what is the same on each label. */
export interface Making {
  doc: PDFDocument;
  fonts: Fonts;
  root: StructureElement;
  content: LabelContent;
  matrix: Barcode | null;
  bars: Barcode | null;
  options: Pick<LabelOptions, 'hospital' | 'words'>;
}

/** In dots of the printer (`moduleFor`): a datamatrix of up to half a millimetre, bars that may be thinner where a number is long. */
const matrixDots = { leastDots: 3, mostDots: 6 };
const barDots = { leastDots: 2, mostDots: 4 };
const captionSize = 5.5;
const leading = 1.2;
const heightOf = ({ lines, size }: Fitted) => lines.length * size * leading;

/** Draws the datamatrix. @returns how wide it is with the white around it */
export function drawMatrix(making: Making, matrix: Barcode, box: Box, side: 'left' | 'right'): number {
  const module = moduleFor(matrix, box, matrixDots);
  // the greatest code of the longest names fits the smallest strip
  if (module === null) throw new Error('a datamatrix has no room');
  const taken = (matrix.width + 2 * matrix.quiet.x) * module;
  const left = side === 'left' ? box.x : box.x + box.width - taken;
  const [x, y] = [left + matrix.quiet.x * module, box.y + matrix.quiet.y * module];
  const { datamatrix: alt } = making.options.words;
  drawCode(making, matrix, { x, y, module, barHeight: module, alt });
  return taken;
}

function drawCode(
  making: Making,
  code: Barcode,
  { x, y, module, barHeight, alt }: { x: number; y: number; module: number; barHeight: number; alt: string },
): void {
  const { doc } = making;
  const bbox = [x, y, x + code.width * module, y + code.height * barHeight];
  tagged(making, 'Figure', { alt, bbox }, () => {
    for (const bar of code.bars)
      doc.rect(x + bar.x * module, y + bar.y * barHeight, bar.width * module, bar.height * barHeight);
    // filled as one: no hairline of white between rows
    doc.fill('#000000');
  });
}

/** What this draws is an element of the document's structure. */
function tagged(
  { doc, root }: Making,
  type: 'P' | 'Figure',
  options: Record<string, unknown>,
  draw: () => void,
): void {
  const element = doc.struct(type, options);
  root.add(element);
  const content = doc.markStructureContent(type);
  draw();
  doc.endMarkedContent();
  element.add(content);
  element.end();
}

/** A text as one paragraph; what is set from right to left is read as it was written. */
const paragraph = (making: Making, text: string, draw: () => void): void =>
  tagged(making, 'P', isRightToLeft(text) ? { actual: text } : {}, draw);

function drawLines(making: Making, { lines, size }: Fitted, x: number, y: number): void {
  lines.forEach((line, i) => drawLine(making.doc, line, { x, y: y + size + i * size * leading, size }));
}

/** Captions in a column of their own; the texts as large as all of them have room. */
export function drawRows(
  making: Making,
  rows: readonly LabelRow[],
  box: Box,
  { names, others }: { names: number; others: number },
): void {
  const captions = rows.map(({ caption }) => captionOf(making.fonts, caption));
  const indent = Math.max(0, ...captions.map(({ width }) => width)) + 3;
  const fit = (most: number): Fitted[] =>
    rows.map(({ caption, text, isBold = false, isName = false, isNeverCut = false }) =>
      fitted(making.fonts, text, {
        width: box.width - (caption === '' ? 0 : indent),
        largest: isName ? most : Math.min(most, others),
        isBold,
        color: ink.text,
        isNeverCut,
      }),
    );
  let most = names;
  let set = fit(most);
  const total = () => set.reduce((sum, one) => sum + heightOf(one), 0);
  while (total() > box.height && most > leastSize) set = fit((most -= 0.5));
  let { y } = box;
  set.forEach((one, i) => {
    const [row, caption] = [rows[i], captions[i]];
    if (!row || !caption) return;
    paragraph(making, [row.caption, row.text].filter(Boolean).join(' '), () => {
      drawLine(making.doc, caption, { x: box.x, y: y + one.size, size: captionSize });
      drawLines(making, one, box.x + (row.caption === '' ? 0 : indent), y);
    });
    y += heightOf(one);
  });
}

const captionOf = (fonts: Fonts, text: string) =>
  setLines(fonts, [{ text, color: ink.muted }], { width: 400, size: captionSize })[0] ?? {
    runs: [],
    width: 0,
  };

/** Lower bars are missed by a hand that shakes. */
const leastBars = 8;
const mostBars = 34;

/** Hospital number in letters and as bars, and the hospital. A number whose bars would be too fine stands in letters alone. */
export function drawNumber(making: Making, box: Box, where: 'beside' | 'below'): void {
  const { bars } = making;
  const widthOf = (module: number) => (bars ? (bars.width + 2 * bars.quiet.x) * module : 0);
  if (where === 'beside' && bars) {
    // as much as a short number needs at the right of its bars
    const module = moduleFor(bars, { width: box.width - 48 }, barDots);
    const right = module && { ...box, x: box.x + widthOf(module), width: box.width - widthOf(module) };
    const texts = right ? textsOf(making, right.width, 8) : [];
    if (module && right && texts.every(({ lines }) => lines.length === 1)) {
      drawBars(making, bars, module, box);
      return drawTexts(making, texts, right);
    }
  }
  const texts = textsOf(making, box.width, where === 'beside' ? leastSize : 11);
  // on a label a long number leaves no room for the hospital
  const kept = where === 'beside' && bars ? texts.slice(0, 1) : texts;
  const height = Math.min(box.height - kept.reduce((sum, one) => sum + heightOf(one), 0), mostBars);
  const module = bars && height >= leastBars ? moduleFor(bars, { width: box.width }, barDots) : null;
  if (!bars || module === null) return drawTexts(making, texts, box);
  drawBars(making, bars, module, { ...box, height });
  drawTexts(making, kept, { ...box, y: box.y + height });
}

function textsOf(
  { fonts, content: { ipp }, options: { hospital } }: Making,
  width: number,
  largest: number,
): Fitted[] {
  const shared = { width, isBold: true, color: ink.text };
  const number = ipp && fitted(fonts, `${ipp.caption} ${ipp.text}`, { ...shared, largest, isNeverCut: true });
  const ofHospital = { width, largest: 6, least: 5, mostLines: 1, isBold: false, color: ink.muted };
  return [...(number ? [number] : []), fitted(fonts, hospital, ofHospital)];
}

function drawTexts(making: Making, texts: readonly Fitted[], { x, y }: Box): void {
  let at = y;
  for (const one of texts) {
    const words = one.lines.map(({ runs }) => runs.map(({ text }) => text).join('')).join(' ');
    paragraph(making, words, () => drawLines(making, one, x, at));
    at += heightOf(one);
  }
}

function drawBars(making: Making, bars: Barcode, module: number, { x, y, height }: Box): void {
  const alt = making.options.words.barcode;
  drawCode(making, bars, { x: x + bars.quiet.x * module, y, module, barHeight: height, alt });
}
