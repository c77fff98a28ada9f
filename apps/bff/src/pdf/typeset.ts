import type { Block, Line, Printed, Tone } from './document.ts';
import { isRightToLeft, placeholder } from './fonts.ts';
import { setLines, type Piece, type SetLine } from './lines.ts';
import { contentWidth, ink, Sheet } from './sheet.ts';
import { slip } from './slip.ts';

/** Of an envelope with a window at the right (NF Z 11-001): 110 mm from the left, 50 mm from the top; the letter goes on below it. */
const envelope = { x: 312, y: 142, width: 240, below: 270 };
const asideWidth = 118,
  indent = 9;
/** What is set from right to left is read as it was written. */
const spoken = (text: string): { actual?: string } => (isRightToLeft(text) ? { actual: text } : {});
const colorOf = (tone: Tone): string => (tone === undefined ? ink.text : ink[tone]);

/** A4 sheets in PDF/A-2a: tagged, with its fonts, in its language. The same document and code give the same bytes. */
export async function typeset(document: Printed, code: string): Promise<Buffer> {
  if (document.isSlip) return slip(document, code);
  const sheet = new Sheet(document, code);
  if (document.recipient?.length) recipient(sheet, document.recipient);
  heading(sheet, { level: 'H1', text: document.title, note: '', size: 14 });
  person(sheet, document);
  for (const { text, tone } of document.notices) paragraph(sheet, text, tone);
  for (const block of document.blocks) set(sheet, block, document);
  noteOfMissing(sheet, document);
  return sheet.finish();
}

function set(sheet: Sheet, block: Block, document: Printed): void {
  if (block.kind === 'heading') heading(sheet, { ...block, level: 'H2', size: 11 });
  else if (block.kind === 'paragraph') paragraph(sheet, block.text, block.tone);
  else if (block.kind === 'list') list(sheet, block.items);
  else if (block.kind === 'signature') signature(sheet, block.text);
  else table(sheet, block, document);
}

function heading(
  sheet: Sheet,
  { level, text, note, size: big }: { level: 'H1' | 'H2'; text: string; note: string; size: number },
): void {
  const { size } = sheet;
  sheet.y += level === 'H1' ? 2 : 8;
  // with the first lines of what it is above
  sheet.room(big * 1.4 + 3 * sheet.lineHeight(size));
  const pieces: Piece[] = [
    { text, isBold: true, color: ink.text },
    ...(note ? [{ text: `  ${note}`, color: ink.muted }] : []),
  ];
  const element = sheet.element(level);
  sheet.text(element, level, setLines(sheet.fonts, pieces, { width: contentWidth, size: big }), {
    size: big,
  });
  element.end();
  if (level === 'H2') sheet.artifact(() => sheet.rule(sheet.y + 1));
  sheet.y += 4;
}

/** Whom it is about, heard once: at the head of the pages it is decoration to a reader. */
function person(sheet: Sheet, { identity }: Printed): void {
  const text = [identity.name, ...identity.lines].join(' · ');
  const element = sheet.element('P', undefined, spoken(text));
  sheet.text(
    element,
    'P',
    setLines(sheet.fonts, [{ text, color: ink.muted }], { width: contentWidth, size: 8 }),
    { size: 8 },
  );
  element.end();
  sheet.y += 2;
}

/** In the window of the envelope, where nothing else of the letter is seen. */
function recipient(sheet: Sheet, lines: readonly string[]): void {
  const { x, y, width, below } = envelope;
  const text = lines.join('\n');
  sheet.y = Math.max(sheet.y, y);
  const element = sheet.element('P', undefined, spoken(text));
  const set = setLines(sheet.fonts, [{ text, color: ink.text }], { width, size: 10 });
  sheet.text(element, 'P', set, { size: 10, x });
  element.end();
  sheet.y = Math.max(sheet.y, below);
}

const signatureHeight = 90;
function signature(sheet: Sheet, text: string): void {
  sheet.room(signatureHeight);
  sheet.y += 18;
  paragraph(sheet, text, undefined);
  const at = sheet.y + signatureHeight - 40;
  sheet.artifact(() => sheet.rule(at));
  sheet.y = at + 6;
}

function paragraph(sheet: Sheet, text: string, tone: Tone): void {
  const { size } = sheet;
  const element = sheet.element('P', undefined, spoken(text));
  const pieces = [{ text, color: colorOf(tone), isBold: tone === 'critical' || tone === 'warning' }];
  sheet.text(element, 'P', setLines(sheet.fonts, pieces, { width: contentWidth, size }), { size });
  element.end();
  sheet.y += 2;
}

function list(sheet: Sheet, items: readonly Line[]): void {
  const { size } = sheet;
  const whole = sheet.element('L');
  for (const item of items) {
    const aside = setLines(sheet.fonts, [{ text: item.aside, color: ink.muted }], {
      width: asideWidth,
      size,
    });
    const lines = setLines(
      sheet.fonts,
      [
        { text: item.lead, isBold: true, color: colorOf(item.tone) },
        ...item.rest.map((text) => ({ text: ` · ${text}`, color: ink.text })),
      ],
      { width: contentWidth - indent - (item.aside ? asideWidth + 8 : 0), size },
    );
    const one = sheet.element('LI', whole);
    sheet.room(sheet.lineHeight(size) * Math.min(lines.length, 3));
    const label = sheet.element('Lbl', one);
    sheet.tagged(label, 'Lbl', () => {
      const [mark] = setLines(sheet.fonts, [{ text: '•', color: ink.muted }], { width: indent, size });
      if (mark) sheet.draw(mark, { x: sheet.left, y: sheet.y + size, size });
    });
    label.end();
    const body = sheet.element('LBody', one, spoken([item.lead, ...item.rest, item.aside].join(' · ')));
    const text = { element: body, tag: 'LBody', lines, x: sheet.left + indent };
    const right = sheet.left + contentWidth;
    sheet.beside(
      item.aside
        ? [text, { element: body, tag: 'LBody', lines: aside, x: right - asideWidth, right }]
        : [text],
      size,
    );
    body.end();
    one.end();
    sheet.y += 1;
  }
  whole.end();
}

function table(sheet: Sheet, block: Extract<Block, { kind: 'table' }>, { words }: Printed): void {
  const { size } = sheet;
  const { columns, rows, caption } = block;
  const shares = columns.reduce((sum, { share }) => sum + share, 0);
  const gap = 8;
  const widths = columns.map(({ share }) => (contentWidth * share) / shares);
  const lefts = widths.map((_, i) => sheet.left + widths.slice(0, i).reduce((sum, width) => sum + width, 0));
  const cellsOf = (cells: readonly string[], { isHead, tone }: { isHead: boolean; tone: Tone }) =>
    columns.map((_, i) =>
      setLines(
        sheet.fonts,
        [{ text: cells[i] ?? '', isBold: isHead || i === 0, color: isHead ? ink.muted : colorOf(tone) }],
        { width: (widths[i] ?? 0) - gap, size },
      ),
    );
  const heightOf = (cells: readonly (readonly unknown[])[]) =>
    Math.max(...cells.map((lines) => lines.length)) * sheet.lineHeight(size) + 3;
  const placeOf = (i: number) => {
    const x = lefts[i] ?? 0;
    return { x, right: columns[i]?.align === 'right' ? x + (widths[i] ?? 0) - gap : undefined };
  };
  /** A row, over pages if it is as tall as that. */
  const setRow = (cells: readonly SetLine[][], options: (i: number) => Record<string, unknown>) => {
    sheet.keep(heightOf(cells), heightOf(cells.map((lines) => lines.slice(0, 3))));
    const row = sheet.element('TR', whole);
    const set = cells.map((lines, i) => {
      const { tag, ...more } = { tag: 'TD', ...options(i) };
      return { element: sheet.element(tag, row, more), tag, lines, ...placeOf(i) };
    });
    sheet.beside(set, size);
    for (const { element } of set) element.end();
    row.end();
    sheet.y += 3;
  };
  const heads = cellsOf(
    columns.map(({ header }) => header),
    { isHead: true, tone: undefined },
  );
  const whole = sheet.element('Table', undefined, { alt: caption });
  sheet.keep(heightOf(heads) * 2, 3 * sheet.lineHeight(size));
  setRow(heads, () => ({ tag: 'TH', scope: 'Column' }));
  sheet.onNewPage = () => {
    const [more] = setLines(sheet.fonts, [{ text: `${caption} ${words.continued}`, color: ink.muted }], {
      width: contentWidth,
      size: 8,
    });
    sheet.artifact(() => {
      if (more) sheet.draw(more, { x: sheet.left, y: sheet.y + 8, size: 8 });
      sheet.y += sheet.lineHeight(8);
      // what is left of a page is for the rows
      if (!sheet.isShort(heightOf(heads) * 2)) return;
      heads.forEach((lines, i) => sheet.drawLines(lines, placeOf(i), size));
      sheet.y += heightOf(heads);
    }, 'Pagination');
  };
  for (const { cells, tone } of rows) {
    setRow(cellsOf(cells, { isHead: false, tone }), (i) => ({
      ...(i === 0 ? { tag: 'TH', scope: 'Row' } : {}),
      ...spoken(cells[i] ?? ''),
    }));
    sheet.artifact(() => sheet.rule(sheet.y - 2, '#dddddd'));
  }
  sheet.onNewPage = null;
  whole.end();
  sheet.y += 4;
}

/** Characters that none of the fonts has are told, so that a name is never silently another. */
function noteOfMissing(sheet: Sheet, { words }: Printed): void {
  const { missing } = sheet.fonts;
  if (missing.size === 0) return;
  const codes = [...missing].map(
    (c) => `U+${(c.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  sheet.y += 6;
  paragraph(sheet, `${placeholder} ${words.missing} ${codes.join(', ')}`, 'warning');
}
