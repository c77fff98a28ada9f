import { code128, dataMatrix } from './barcode.ts';
import { Fonts } from './fonts.ts';
import { labelContent } from './label-content.ts';
import { drawMatrix, drawNumber, drawRows, type Box, type Making } from './label-drawing.ts';
import { perSheet, type LabelIdentity, type LabelLayout, type LabelOptions } from './labels.ts';
import { openDocument } from './open-document.ts';

const mm = 72 / 25.4;
/** Three by eight, from edge to edge; what is left over is at the top and the bottom. */
const label = { width: 70 * mm, height: 37 * mm, margin: 3 * mm, top: 0.5 * mm };

/** Widths of a strip from left to right: the part that closes it, the code, names, details, hospital number. */
interface Strip {
  width: number;
  height: number;
  margin: number;
  closure: number;
  names: number;
  details: number;
  number: number;
  largest: number;
}
const strips: Record<Exclude<LabelLayout, 'label-sheet'>, Strip> = {
  bracelet: {
    ...{ width: 270 * mm, height: 25 * mm, margin: 1.5 * mm, closure: 25 * mm },
    ...{ names: 78 * mm, details: 58 * mm, number: 54 * mm, largest: 16 },
  },
  'child-bracelet': {
    ...{ width: 200 * mm, height: 18 * mm, margin: 0.5 * mm, closure: 10 * mm },
    ...{ names: 60 * mm, details: 46 * mm, number: 50 * mm, largest: 12 },
  },
};
const gap = 2 * mm;

/**
 * Bracelets, one a page, or sheets of labels as PDF. Matricule and datamatrix stand on them only while the state of the
 * identity allows it. A long name gets smaller, then two lines, then `…`; codes and numbers stay whole.
 */
export async function identityLabels(identity: LabelIdentity, options: LabelOptions): Promise<Buffer> {
  const { layout, copies, first, hospital, now, language, words } = options;
  const strip = layout === 'label-sheet' ? null : strips[layout];
  const { doc, finished } = openDocument(
    { title: words.title, author: hospital, subject: words.title, language, at: now },
    strip ? [strip.width, strip.height] : 'A4',
  );
  const root = doc.struct('Document', { title: words.title });
  doc.addStructure(root);
  const content = labelContent(identity, words);
  const making: Making = {
    doc,
    fonts: new Fonts(doc),
    root,
    content,
    matrix: content.datamatrix === null ? null : dataMatrix(content.datamatrix),
    bars: content.ipp && code128(content.ipp.text),
    options: { hospital, words },
  };
  for (let copy = 0; copy < copies; copy += 1) {
    const place = strip ? 0 : (first - 1 + copy) % perSheet;
    if (copy === 0 || place === 0) doc.addPage();
    if (strip) drawStrip(making, strip);
    else drawLabel(making, boxOf(place));
  }
  root.end();
  doc.end();
  return finished;
}

/** The place of a label on its sheet, without its margins. */
function boxOf(place: number): Box {
  const [column, row] = [place % 3, Math.floor(place / 3)];
  return {
    x: column * label.width + label.margin,
    y: label.top + row * label.height + label.margin,
    width: label.width - 2 * label.margin,
    height: label.height - 2 * label.margin,
  };
}

/** Names and details with the datamatrix at their right, the hospital number below. */
function drawLabel(making: Making, box: Box): void {
  const { content, matrix } = making;
  const band = 17;
  const above = { ...box, height: box.height - band };
  const taken = matrix ? drawMatrix(making, matrix, { ...above, ...square(17.5 * mm, box) }, 'right') + 4 : 0;
  const rows = [...content.names, ...content.details];
  const free = { ...above, width: box.width - taken, height: above.height - 2 };
  drawRows(making, rows, free, { names: 13, others: 9 });
  drawNumber(making, { ...box, y: box.y + box.height - band, height: band }, 'beside');
}

/** A square at the right of the label. */
const square = (size: number, { x, width }: Box) => ({ x: x + width - size, width: size, height: size });

/** The datamatrix where the strip closes, then names, details and hospital number. */
function drawStrip(making: Making, strip: Strip): void {
  const { content, matrix } = making;
  const height = strip.height - 2 * strip.margin;
  let x = strip.closure;
  const column = (width: number): Box => ({ x, y: strip.margin, width, height });
  if (matrix) x += drawMatrix(making, matrix, column(height), 'left') + gap;
  drawRows(making, content.names, column(strip.names), { names: strip.largest, others: strip.largest });
  x += strip.names + gap;
  drawRows(making, content.details, column(strip.details), { names: 10, others: 10 });
  x += strip.details + gap;
  drawNumber(making, column(strip.number), 'below');
}
