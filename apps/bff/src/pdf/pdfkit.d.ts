/** What the typesetter uses of pdfkit, which ships no types. */
declare module 'pdfkit' {
  export interface StructureElement {
    add(child: StructureElement | object): this;
    end(): void;
  }
  /** What fontkit tells of an opened font. */
  export interface OpenedFont {
    hasGlyphForCodePoint(codePoint: number): boolean;
  }
  export default class PDFDocument {
    constructor(options?: Record<string, unknown>);
    page: { width: number; height: number };
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    once(event: 'end', listener: () => void): this;
    once(event: 'error', listener: (error: Error) => void): this;
    registerFont(name: string, source: string | Buffer): this;
    font(name: string): this;
    fontSize(size: number): this;
    readonly _font: { font: OpenedFont };
    widthOfString(text: string): number;
    text(text: string, x: number, y: number, options?: Record<string, unknown>): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(width: number): this;
    stroke(color: string): this;
    rect(x: number, y: number, width: number, height: number): this;
    fill(color: string): this;
    fillColor(color: string): this;
    addPage(): this;
    switchToPage(n: number): this;
    bufferedPageRange(): { start: number; count: number };
    struct(type: string, options?: Record<string, unknown>): StructureElement;
    addStructure(element: StructureElement): this;
    markStructureContent(tag: string, options?: Record<string, unknown>): object;
    markContent(tag: string, options?: Record<string, unknown>): this;
    endMarkedContent(): this;
    end(): void;
  }
}
