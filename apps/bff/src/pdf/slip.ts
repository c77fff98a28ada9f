import type { Printed } from './document.ts';
import { Fonts } from './fonts.ts';
import { drawLine, setLines, type Piece } from './lines.ts';
import { openDocument } from './open-document.ts';
import { ink } from './sheet.ts';

const mm = 72 / 25.4;
/** A roll of 80 mm, of which a printer sets 72. */
const width = 80 * mm;
const margin = 5 * mm;
const leading = 1.3;

/**
 * A slip of paper that is carried through the house: a number in large letters and what to do with it. Tagged as the sheets
 * are; as long as what stands on it.
 */
export function slip(
  { title, issuer, language, madeAt, identity, author, words }: Printed,
  code: string,
): Promise<Buffer> {
  const file = { title, author: issuer, subject: code, language, at: new Date(madeAt) };
  const lines: { text: string; size: number; tag: 'H1' | 'P'; isBold?: boolean }[] = [
    { text: issuer, size: 9, tag: 'P' },
    { text: title, size: 11, tag: 'P' },
    { text: identity.name, size: 44, tag: 'H1', isBold: true },
    ...identity.lines.map((text) => ({ text, size: 10, tag: 'P' as const })),
    { text: author, size: 7, tag: 'P' },
    { text: words.code.replace('{code}', code), size: 7, tag: 'P' },
  ];
  const inner = width - 2 * margin;
  // measured before the page is made: its height follows
  const measured = openDocument(file, 'A4');
  const height = setAll(new Fonts(measured.doc)).reduce((sum, one) => sum + one.height, 2 * margin);
  const { doc, finished } = openDocument(file, [width, height]);
  const fonts = new Fonts(doc);
  doc.addPage();
  const root = doc.struct('Document');
  doc.addStructure(root);
  let y = margin;
  for (const { set, size, tag, height: taken } of setAll(fonts)) {
    const element = doc.struct(tag);
    root.add(element);
    const marked = doc.markStructureContent(tag);
    set.forEach((line, i) => drawLine(doc, line, { x: margin, y: y + size + i * size * leading, size }));
    doc.endMarkedContent();
    element.add(marked);
    element.end();
    y += taken;
  }
  root.end();
  doc.end();
  return finished;

  function setAll(using: Fonts) {
    return lines.map(({ text, size, tag, isBold }) => {
      const piece: Piece = { text, color: ink.text, ...(isBold ? { isBold } : {}) };
      const set = setLines(using, [piece], { width: inner, size });
      return { set, size, tag, height: set.length * size * leading + 2 };
    });
  }
}
