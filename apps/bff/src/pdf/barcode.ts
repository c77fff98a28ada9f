import bwip from 'bwip-js/node';

/** A code as black rectangles, counted in modules, without the quiet zone around it. */
export interface Barcode {
  width: number;
  height: number;
  bars: readonly { x: number; y: number; width: number; height: number }[];
  /** Modules of white that readers need, at the sides and for a matrix above and below too. */
  quiet: { x: number; y: number };
}

/** Data Matrix ECC 200, square. Source of the quiet zone: ISO/IEC 16022, one module. */
export function dataMatrix(text: string): Barcode {
  const [symbol] = bwip.raw('datamatrix', text, {});
  if (!symbol || !('pixs' in symbol)) throw new Error('no matrix');
  const { pixs, pixx, pixy } = symbol;
  const bars: Barcode['bars'][number][] = [];
  for (let y = 0; y < pixy; y += 1)
    for (let x = 0; x < pixx; x += 1) {
      const from = x;
      while (x < pixx && pixs[y * pixx + x] === 1) x += 1;
      if (x > from) bars.push({ x: from, y, width: x - from, height: 1 });
    }
  return { width: pixx, height: pixy, bars, quiet: { x: 1, y: 1 } };
}

/** Code 128, as high as it is drawn; null for a text that it cannot write. Source of the quiet zone: ISO/IEC 15417, ten modules. */
export function code128(text: string): Barcode | null {
  if (!/^[\x20-\x7e]+$/.test(text)) return null;
  const [symbol] = bwip.raw('code128', text, {});
  if (!symbol || !('sbs' in symbol)) throw new Error('no bars');
  const bars: Barcode['bars'][number][] = [];
  let x = 0;
  // bars and spaces one after the other, a bar first
  symbol.sbs.forEach((width, i) => {
    if (i % 2 === 0) bars.push({ x, y: 0, width, height: 1 });
    x += width;
  });
  return { width: x, height: 1, bars, quiet: { x: 10, y: 0 } };
}

/** What a label printer draws: a dot of 300 dpi, in points. */
const dot = 72 / 300;

/**
 * The module in points that fills this room, in whole dots of a printer so that all modules are equally wide; null where not
 * even the least one fits. Three dots are 0.25 mm, which hand-held readers tell apart.
 */
export function moduleFor(
  { width, height, quiet }: Barcode,
  room: { width: number; height?: number },
  { leastDots, mostDots }: { leastDots: number; mostDots: number },
): number | null {
  const tall = room.height === undefined ? Infinity : room.height / (height + 2 * quiet.y);
  const dots = Math.floor(Math.min(room.width / (width + 2 * quiet.x), tall) / dot + 1e-6);
  return dots < leastDots ? null : Math.min(dots, mostDots) * dot;
}
