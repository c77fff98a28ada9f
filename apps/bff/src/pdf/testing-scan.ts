import {
  BinaryBitmap,
  Code128Reader,
  DataMatrixReader,
  HybridBinarizer,
  RGBLuminanceSource,
  type Result,
} from '@zxing/library';
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs';

interface Rectangle {
  x: number;
  y: number;
  width: number;
  height: number;
}
/** The codes of a page: each is filled as one. */
export interface DrawnCode {
  bars: Rectangle[];
  box: Rectangle;
}

/** What a reader that is not ours finds filled on a page. */
export async function codesOn(file: Buffer, number = 1): Promise<DrawnCode[]> {
  const pdf = await getDocument({ data: new Uint8Array(file), verbosity: 0 }).promise;
  const { fnArray, argsArray } = await (await pdf.getPage(number)).getOperatorList();
  return fnArray.flatMap((fn, i) => {
    if (fn !== OPS.constructPath) return [];
    const [, [path]] = argsArray[i] as [unknown, [ArrayLike<number>]];
    const bars = rectanglesOf(Array.from(path));
    return bars.length === 0 ? [] : [{ bars, box: around(bars) }];
  });
}

/** A rectangle is five steps: to its first corner (0), along three sides (1), closed (4). */
function rectanglesOf(path: readonly number[]): Rectangle[] {
  const found: Rectangle[] = [];
  for (let at = 0; at + 12 < path.length; at += 13) {
    const [x = 0, y = 0, , right = 0, , , , bottom = 0] = path.slice(at + 1, at + 9);
    found.push({ x, y, width: right - x, height: bottom - y });
  }
  return found;
}

function around(bars: readonly Rectangle[]): Rectangle {
  const [x, y] = [Math.min(...bars.map((b) => b.x)), Math.min(...bars.map((b) => b.y))];
  const right = Math.max(...bars.map((b) => b.x + b.width));
  const bottom = Math.max(...bars.map((b) => b.y + b.height));
  return { x, y, width: right - x, height: bottom - y };
}

/** Dots of a camera, and of the printer of 300 dpi that each of them sees. */
const perDot = 2;
const dot = 72 / 300;

/** What a scanner makes of it: the text, or null. */
export function scanned({ bars, box }: DrawnCode): string | null {
  const dots = (points: number) => Math.round(points / dot) * perDot;
  const white = 40;
  const [width, height] = [dots(box.width) + 2 * white, dots(box.height) + 2 * white];
  const pixels = new Uint8ClampedArray(width * height).fill(255);
  for (const bar of bars) {
    const [left, top] = [white + dots(bar.x - box.x), white + dots(bar.y - box.y)];
    for (let y = top; y < top + dots(bar.height); y += 1)
      pixels.fill(0, y * width + left, y * width + left + dots(bar.width));
  }
  const picture = () => new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(pixels, width, height)));
  const isSquare = Math.abs(box.width - box.height) < dot;
  try {
    const result: Result = (isSquare ? new DataMatrixReader() : new Code128Reader()).decode(picture());
    return result.getText();
  } catch {
    return null;
  }
}
