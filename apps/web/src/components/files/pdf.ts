import {
  AnnotationMode,
  getDocument,
  GlobalWorkerOptions,
  PasswordException,
  TextLayer,
  version,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist';
import { fetchContent, type Source } from './content-url.ts';

// src/app/pdfjs/[...path]/route.ts; only the path matters there, the version keeps browsers from mixing two
const base = `/pdfjs`;
GlobalWorkerOptions.workerSrc = `${base}/worker.mjs?v=${version}`;

export type { PDFDocumentProxy, PDFPageProxy };
export { TextLayer };

export type LoadPdf = (source: Source, signal: AbortSignal) => Promise<ArrayBuffer>;

/** Opens a PDF: no forms, no script, nothing fetched but our own fonts, maps and decoders. */
export async function openPdf(
  source: Source,
  signal: AbortSignal,
  load: LoadPdf = fetchContent,
): Promise<PDFDocumentProxy> {
  const data = await load(source, signal);
  const task = getDocument({
    data: new Uint8Array(data),
    cMapUrl: `${base}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${base}/standard_fonts/`,
    wasmUrl: `${base}/wasm/`,
    iccUrl: `${base}/iccs/`,
    useWorkerFetch: true,
    enableXfa: false,
    disableAutoFetch: true,
    disableStream: true,
    verbosity: 0,
  });
  signal.addEventListener('abort', () => void task.destroy(), { once: true });
  return task.promise;
}

export const isPasswordProblem = (error: unknown): boolean => error instanceof PasswordException;

/** Draws a page into a canvas at `scale` CSS pixels a point, sharp on dense screens. Rejects when `signal` aborts. */
export async function drawPage(
  page: PDFPageProxy,
  canvas: HTMLCanvasElement,
  scale: number,
  signal: AbortSignal,
  density = Math.min(globalThis.devicePixelRatio || 1, 3),
): Promise<void> {
  const viewport = page.getViewport({ scale: scale * limited(page, scale, density) });
  canvas.width = Math.floor(viewport.width);
  canvas.height = Math.floor(viewport.height);
  const task = page.render({ canvas, viewport, annotationMode: AnnotationMode.ENABLE, background: '#fff' });
  signal.addEventListener('abort', () => task.cancel(), { once: true });
  await task.promise;
}

/** Browsers refuse canvases beyond some size: a large page at a large zoom is drawn less dense. */
function limited(page: PDFPageProxy, scale: number, density: number): number {
  const { width, height } = page.getViewport({ scale });
  return Math.min(density, Math.sqrt(24_000_000 / (width * height)), 8192 / Math.max(width, height));
}
