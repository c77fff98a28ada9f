/** What the scripts use of two packages that ship no types. */
declare module 'pdfkit' {
  class PDFDocument {
    constructor(options?: Record<string, unknown>);
    x: number;
    y: number;
    page: { margins: { bottom: number } };
    on(event: 'data', listener: (chunk: Buffer) => void): this;
    once(event: 'end', listener: () => void): this;
    once(event: 'error', listener: (error: Error) => void): this;
    registerFont(name: string, source: Buffer): this;
    font(name: string): this;
    fontSize(size: number): this;
    text(text: string, options?: Record<string, unknown>): this;
    text(text: string, x: number, y?: number, options?: Record<string, unknown>): this;
    rect(x: number, y: number, w: number, h: number): this;
    roundedRect(x: number, y: number, w: number, h: number, r: number): this;
    moveTo(x: number, y: number): this;
    lineTo(x: number, y: number): this;
    lineWidth(w: number): this;
    stroke(color: string): this;
    fill(color: string): this;
    fillColor(color: string): this;
    moveDown(lines?: number): this;
    addPage(): this;
    switchToPage(n: number): this;
    bufferedPageRange(): { start: number; count: number };
    end(): void;
  }
  export default PDFDocument;
}

declare module 'dcmjs' {
  interface Element {
    vr: string;
    Value: unknown[];
  }
  interface DicomDict {
    dict: Record<string, Element>;
    write(options?: { allowInvalidVRLength?: boolean; fragmentMultiframe?: boolean }): ArrayBuffer;
  }
  const dcmjs: {
    data: {
      DicomDict: new (meta: Record<string, Element>) => DicomDict;
      DicomMessage: {
        readFile(
          buffer: ArrayBuffer,
          options?: Record<string, unknown>,
        ): { dict: Record<string, Element>; meta: Record<string, Element> };
      };
    };
    log: { setLevel(level: string): void };
  };
  export default dcmjs;
}
