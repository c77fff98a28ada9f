import type PDFDocument from 'pdfkit';
import type { StructureElement } from 'pdfkit';
import type { Printed } from './document.ts';
import { Fonts } from './fonts.ts';
import { drawLine, setLines, type Piece, type SetLine } from './lines.ts';
import { openDocument } from './open-document.ts';

const page = { width: 595.28, height: 841.89, left: 42, right: 42 };
export const contentWidth = page.width - page.left - page.right;
const leading = 1.32;
export const ink = {
  text: '#111111',
  critical: '#a30000',
  warning: '#7a4a00',
  muted: '#555555',
  rule: '#999999',
};

/** A text that stands beside others. */
interface Column extends Place {
  element: StructureElement;
  tag: string;
  lines: readonly SetLine[];
}
interface Place {
  x: number;
  /** Where its lines end, if they stand at the right. */
  right?: number | undefined;
}

/** Sheets of one document: where the next line goes, what is tagged, and what stands on every page. */
export class Sheet {
  readonly doc: PDFDocument;
  /** Of running text: a letter is read by who is no professional. */
  readonly size: number;
  readonly fonts: Fonts;
  readonly #printed: Printed;
  readonly #code: string;
  readonly #root: StructureElement;
  readonly #head: SetLine[][];
  readonly #bottom: number;
  readonly #top: number;
  y: number;
  /** Called where a page begins in the middle of something: what is repeated above the rest. */
  onNewPage: (() => void) | null = null;
  readonly finished: Promise<Buffer>;

  constructor(printed: Printed, code: string) {
    this.#printed = printed;
    this.size = printed.recipient ? 11 : 9;
    this.#code = code;
    const { doc, finished } = openDocument(
      {
        title: printed.title,
        author: printed.issuer,
        subject: code,
        language: printed.language,
        at: new Date(printed.madeAt),
      },
      'A4',
    );
    this.doc = doc;
    this.finished = finished;
    this.fonts = new Fonts(this.doc);
    this.doc.addPage();
    const { identity, issuer, title } = printed;
    const set = (text: string, size: number, more: Omit<Piece, 'text' | 'color'> = {}) =>
      setLines(this.fonts, [{ text, color: ink.text, ...more }], { width: contentWidth, size });
    this.#head = [
      set(`${issuer} · ${title}`, 8),
      set(identity.name, 11, { isBold: true }),
      ...identity.lines.map((line) => set(line, 8.5)),
    ];
    const headHeight = this.#head.reduce(
      (sum, lines, i) => sum + lines.length * this.#headSize(i) * leading,
      0,
    );
    this.#top = 28 + headHeight + 14;
    this.#bottom = page.height - 52;
    this.y = this.#top;
    this.#root = this.doc.struct('Document', { title: printed.title });
    this.doc.addStructure(this.#root);
  }

  #headSize(at: number): number {
    return at === 0 ? 8 : at === 1 ? 11 : 8.5;
  }

  /** An element of the structure, inside another or of the document. */
  element(
    type: string,
    parent: StructureElement = this.#root,
    options: Record<string, unknown> = {},
  ): StructureElement {
    const element = this.doc.struct(type, options);
    parent.add(element);
    return element;
  }

  /** Makes room: begins a page where less than this is left. */
  room(height: number): void {
    if (this.y + height <= this.#bottom || this.y === this.#top) return;
    this.doc.addPage();
    this.y = this.#top;
    this.onNewPage?.();
  }

  /** Keeps what is this tall together, unless it takes most of a page: that goes over pages, where its beginning has room. */
  keep(height: number, beginning: number): void {
    this.room(this.isShort(height) ? height : beginning);
  }

  isShort(height: number): boolean {
    return height <= (this.#bottom - this.#top) / 2;
  }

  /** Draws what stands on one page as content of an element. */
  tagged(element: StructureElement, tag: string, draw: () => void): void {
    this.taggedLater(element, tag, draw)();
  }

  /** The same, read where the answer is called: what stands at the right of a text is heard after it. */
  taggedLater(element: StructureElement, tag: string, draw: () => void): () => void {
    const content = this.doc.markStructureContent(tag);
    draw();
    this.doc.endMarkedContent();
    return () => void element.add(content);
  }

  /** Draws what no reader needs to hear: a line, what is repeated on every page. */
  artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.doc.markContent('Artifact', { type });
    draw();
    this.doc.endMarkedContent();
  }

  draw(line: SetLine, at: { x: number; y: number; size: number }): void {
    drawLine(this.doc, line, at);
  }

  /** From where the page is written to, which stays there. */
  drawLines(lines: readonly SetLine[], { x, right }: Place, size: number): void {
    lines.forEach((line, at) =>
      this.draw(line, {
        x: right === undefined ? x : right - line.width,
        y: this.y + size + at * this.lineHeight(size),
        size,
      }),
    );
  }

  lineHeight(size: number): number {
    return size * leading;
  }
  get left(): number {
    return page.left;
  }

  /** Lines of one text below each other, page by page, as content of an element. */
  text(
    element: StructureElement,
    tag: string,
    lines: readonly SetLine[],
    { size, x = page.left }: { size: number; x?: number },
  ): void {
    this.beside([{ element, tag, lines, x }], size);
  }

  /** Texts side by side, over as many pages as the longest of them takes. Each is heard whole before the next. */
  beside(columns: readonly Column[], size: number): void {
    const height = this.lineHeight(size);
    const count = Math.max(...columns.map(({ lines }) => lines.length));
    const heard: (() => void)[][] = columns.map(() => []);
    for (let from = 0; from < count;) {
      this.room(height);
      const until = Math.min(count, from + Math.max(1, Math.floor((this.#bottom - this.y) / height)));
      columns.forEach(({ element, tag, lines, ...place }, i) => {
        const now = lines.slice(from, until);
        if (now.length > 0)
          heard[i]?.push(this.taggedLater(element, tag, () => this.drawLines(now, place, size)));
      });
      this.y += (until - from) * height;
      from = until;
    }
    for (const add of heard.flat()) add();
  }

  rule(y: number, color = ink.rule): void {
    this.doc
      .moveTo(page.left, y)
      .lineTo(page.width - page.right, y)
      .lineWidth(0.5)
      .stroke(color);
  }

  /** Head and foot of every page, once it is known how many there are. */
  async finish(): Promise<Buffer> {
    this.#root.end();
    const { count } = this.doc.bufferedPageRange();
    const { words, author } = this.#printed;
    for (let n = 0; n < count; n += 1) {
      this.doc.switchToPage(n);
      const numbered = words.page.replace('{n}', String(n + 1)).replace('{total}', String(count));
      this.artifact(() => {
        let y = 28;
        this.#head.forEach((lines, i) => {
          const size = this.#headSize(i);
          for (const line of lines) {
            this.draw(line, { x: page.left, y: y + size, size });
            y += this.lineHeight(size);
          }
        });
        this.rule(y + 3);
        const foot = page.height - 44;
        this.rule(foot);
        const size = 7.5;
        const right = this.#line(`${words.code.replace('{code}', this.#code)} · ${numbered}`, size);
        setLines(this.fonts, [{ text: author, color: ink.text }], {
          width: contentWidth - right.width - 12,
          size,
        }).forEach((line, i) =>
          this.draw(line, { x: page.left, y: foot + 5 + size + i * this.lineHeight(size), size }),
        );
        this.draw(right, { x: page.width - page.right - right.width, y: foot + 5 + size, size });
      }, 'Pagination');
    }
    this.doc.end();
    return this.finished;
  }

  #line(text: string, size: number): SetLine {
    const [line] = setLines(this.fonts, [{ text, color: ink.text }], { width: contentWidth, size });
    return line ?? { runs: [], width: 0 };
  }
}
