import type { FrameAttributes, GreyWindow, Palette } from './frame-attributes.ts';
import type { LookupTable, Overlay, Tables } from './tables.ts';

export type Samples =
  | Uint8Array
  | Int8Array
  | Uint8ClampedArray
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | Float32Array;
/** Samples of a frame; `rgba` when a browser's own decoder made them. */
export interface Decoded {
  samples: Samples;
  layout: 'grey' | 'pixels' | 'planes' | 'halved' | 'rgba';
}

/** A frame ready to be drawn, and the window it is shown with when nobody chose one and no table takes its place. */
export interface Picture {
  decoded: Decoded;
  facts: FrameAttributes;
  palette: Palette | null;
  tables: Tables;
  /** 1 where something is drawn over the image; null when nothing is. */
  drawing: Uint8Array | null;
  window: GreyWindow;
}
export interface Painted {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

const fullColour: GreyWindow = { center: 128, width: 256 };

const noTables: Tables = { modality: null, voi: null };

export function picture(
  decoded: Decoded,
  facts: FrameAttributes,
  palette: Palette | null,
  tables = noTables,
  overlays: readonly Overlay[] = [],
): Picture {
  const isGrey = decoded.layout === 'grey' && !palette;
  return {
    decoded,
    facts,
    palette,
    tables,
    drawing: overlays.length > 0 ? drawingOf(overlays, decoded, facts) : null,
    window: isGrey ? (facts.window ?? rangeOf(decoded.samples, facts, tables.modality)) : fullColour,
  };
}

function drawingOf(
  overlays: readonly Overlay[],
  { samples, layout }: Decoded,
  facts: FrameAttributes,
): Uint8Array {
  const { rows, columns } = facts,
    out = new Uint8Array(rows * columns);
  for (const overlay of overlays) {
    if ('embeddedBit' in overlay) {
      if (layout === 'grey')
        for (let i = 0; i < out.length; i += 1)
          if (((samples[i] ?? 0) >> overlay.embeddedBit) & 1) out[i] = 1;
      continue;
    }
    for (let y = 0; y < overlay.rows; y += 1)
      for (let x = 0; x < overlay.columns; x += 1) {
        const [toX, toY] = [x + overlay.left, y + overlay.top];
        if (overlay.bits[y * overlay.columns + x] && toX >= 0 && toX < columns && toY >= 0 && toY < rows)
          out[toY * columns + toX] = 1;
      }
  }
  return out;
}

/** The value of a sample as it is stored: shifted to the right place, without what stands above it, with its sign. */
export function asStored(facts: FrameAttributes, width: number): (sample: number) => number {
  const bits = Math.min(Math.max(facts.bitsStored, 1), width),
    down = Math.max(0, facts.highBit + 1 - bits),
    mask = 2 ** bits - 1,
    above = 32 - bits;
  return facts.signed
    ? (sample) => ((sample >> down) << above) >> above
    : (sample) => (sample >> down) & mask;
}

/**
 * The picture in 8-bit RGBA. Only every `step`th pixel and row is painted: an image shown smaller than it is need not be
 * painted whole (a mammogram has twenty million pixels). Without a `window` the object's own is used, or its table.
 */
export function paint(
  { decoded, facts, palette, tables, drawing, window: own }: Picture,
  window: GreyWindow | null,
  isInverted: boolean,
  step: number,
): Painted {
  const width = Math.ceil(facts.columns / step),
    height = Math.ceil(facts.rows / step);
  const out = new Uint32Array(width * height);
  const level =
    window === null && tables.voi && facts.window === null
      ? byTable(tables.voi)
      : levelOf(window ?? own, facts);
  if (decoded.layout === 'grey' && !palette)
    paintGrey(
      out,
      width,
      decoded.samples,
      facts,
      tables.modality,
      level,
      isInverted !== (facts.photometric === 'MONOCHROME1'),
      step,
    );
  else {
    const pixel = colourPixels(decoded, facts, palette, level),
      invert = isInverted ? 0xffffff : 0;
    for (let o = 0; o < out.length; o += 1)
      out[o] = (pixel(Math.floor(o / width) * step * facts.columns + (o % width) * step) ^ invert) | opaque;
  }
  if (drawing) drawOver(out, width, drawing, facts, step);
  return { width, height, data: new Uint8ClampedArray(out.buffer) };
}

/** White, or black where the image is bright. */
function drawOver(
  out: Uint32Array,
  width: number,
  drawing: Uint8Array,
  facts: FrameAttributes,
  step: number,
): void {
  for (let o = 0; o < out.length; o += 1) {
    const [x0, y0] = [(o % width) * step, Math.floor(o / width) * step];
    let isDrawn = false;
    for (let y = y0; y < Math.min(y0 + step, facts.rows) && !isDrawn; y += 1)
      for (let x = x0; x < Math.min(x0 + step, facts.columns) && !isDrawn; x += 1)
        isDrawn = drawing[y * facts.columns + x] === 1;
    if (isDrawn) out[o] = ((out[o] ?? 0) & 0xff) > 160 ? opaque : 0xffffffff;
  }
}

/** What a VOI table makes of a value, as a grey level of 0 to 255 (PS3.3 C.11.2.1.1). */
function byTable({ first, bits, values }: LookupTable): (value: number) => number {
  const last = values.length - 1,
    max = 2 ** bits - 1;
  return (value) => ((values[Math.min(Math.max(Math.round(value) - first, 0), last)] ?? 0) / max) * 255;
}

/** Stored value to the unit of the modality. */
function rescaled(
  { slope, intercept }: FrameAttributes,
  table: LookupTable | null,
): (value: number) => number {
  if (!table) return (value) => value * slope + intercept;
  const last = table.values.length - 1;
  return (value) => table.values[Math.min(Math.max(value - table.first, 0), last)] ?? 0;
}

const opaque = 0xff000000;

/** Value in the unit of the window to a grey level of 0 to 255, PS3.3 C.11.2.1.2 and C.11.2.1.3. */
function levelOf({ center, width }: GreyWindow, { voiFunction }: FrameAttributes): (value: number) => number {
  if (voiFunction === 'sigmoid') return (value) => 255 / (1 + Math.exp((-4 * (value - center)) / width));
  const [low, span] =
    voiFunction === 'exact'
      ? [center - width / 2, Math.max(width, 1e-6)]
      : [center - 0.5 - (width - 1) / 2, Math.max(width - 1, 1e-6)];
  return (value) => ((value - low) / span) * 255;
}

/** Up to 16 bits by a table of all values, one look-up a pixel: the first image is painted by code that is not compiled yet. */
function paintGrey(
  out: Uint32Array,
  width: number,
  samples: Samples,
  facts: FrameAttributes,
  modality: LookupTable | null,
  level: (value: number) => number,
  isInverted: boolean,
  step: number,
): void {
  const { columns } = facts,
    inUnit = rescaled(facts, modality);
  const shade = (value: number) => {
    const grey = clamp(level(inUnit(value))),
      g = isInverted ? 255 - grey : grey;
    return (g | (g << 8) | (g << 16) | opaque) >>> 0;
  };
  if (samples.BYTES_PER_ELEMENT > 2) {
    const stored = samples instanceof Float32Array ? (v: number) => v : wideAsStored(facts);
    for (let o = 0; o < out.length; o += 1)
      out[o] = shade(stored(samples[Math.floor(o / width) * step * columns + (o % width) * step] ?? 0));
    return;
  }
  const widest = samples.BYTES_PER_ELEMENT * 8,
    stored = asStored(facts, widest),
    mask = 2 ** Math.min(Math.max(facts.highBit + 1, facts.bitsStored, 1), widest) - 1; // what stands above does not count
  const table = Uint32Array.from({ length: mask + 1 }, (_, i) => shade(stored(i)));
  if (step === 1)
    for (let o = 0; o < out.length; o += 1) out[o] = table[(samples[o] as number) & mask] as number;
  else
    for (let o = 0, row = 0; o < out.length; row += step * columns)
      for (let x = 0; x < width; x += 1, o += 1)
        out[o] = table[(samples[row + x * step] as number) & mask] as number;
}

/** Of 32 bits: used as they are when all are, else shifted like narrower ones. */
function wideAsStored(facts: FrameAttributes): (sample: number) => number {
  return facts.bitsStored >= 32 ? (sample) => (facts.signed ? sample | 0 : sample) : asStored(facts, 31);
}

function colourPixels(
  { samples, layout }: Decoded,
  facts: FrameAttributes,
  palette: Palette | null,
  level: (value: number) => number,
): (at: number) => number {
  const ramp = Uint8ClampedArray.from({ length: 256 }, (_, i) => level(i));
  const rgb = (r: number, g: number, b: number) =>
    (ramp[clamp(r)] ?? 0) | ((ramp[clamp(g)] ?? 0) << 8) | ((ramp[clamp(b)] ?? 0) << 16);
  if (palette) {
    const last = palette.red.length - 1;
    return (at) => {
      const entry = Math.min(Math.max((samples[at] ?? 0) - palette.first, 0), last);
      return rgb(palette.red[entry] ?? 0, palette.green[entry] ?? 0, palette.blue[entry] ?? 0);
    };
  }
  const plane = facts.rows * facts.columns,
    shift = samples.BYTES_PER_ELEMENT > 1 ? Math.max(0, facts.highBit - 7) : 0;
  const sample = (index: number) => (samples[index] ?? 0) >> shift;
  if (layout === 'rgba') return (at) => rgb(sample(at * 4), sample(at * 4 + 1), sample(at * 4 + 2));
  const place =
    layout === 'halved'
      ? (at: number, c: number) => (at >> 1) * 4 + (c === 0 ? at & 1 : c + 1)
      : layout === 'planes'
        ? (at: number, c: number) => c * plane + at
        : (at: number, c: number) => at * 3 + c;
  // The reversible and irreversible transforms of JPEG 2000 are undone by its decoder.
  const isYbr = facts.photometric === 'YBR_FULL' || facts.photometric === 'YBR_FULL_422';
  if (!isYbr) return (at) => rgb(sample(place(at, 0)), sample(place(at, 1)), sample(place(at, 2)));
  return (at) => {
    const y = sample(place(at, 0)),
      cb = sample(place(at, 1)) - 128,
      cr = sample(place(at, 2)) - 128;
    return rgb(y + 1.402 * cr, y - 0.344136 * cb - 0.714136 * cr, y + 1.772 * cb);
  };
}

function clamp(value: number): number {
  return value < 0 ? 0 : value > 255 ? 255 : Math.round(value);
}

/** From the pixels themselves; the extremes of real images are noise and markers, half a percent at either end is left out. */
function rangeOf(samples: Samples, facts: FrameAttributes, modality: LookupTable | null): GreyWindow {
  const inUnit = rescaled(facts, modality),
    stored =
      samples.BYTES_PER_ELEMENT > 2
        ? samples instanceof Float32Array
          ? (v: number) => v
          : wideAsStored(facts)
        : asStored(facts, samples.BYTES_PER_ELEMENT * 8);
  const step = Math.max(1, Math.floor(samples.length / 65_536));
  const sample: number[] = [];
  for (let i = 0; i < samples.length; i += step) {
    const value = stored(samples[i] ?? 0);
    if (value !== facts.padding) sample.push(inUnit(value));
  }
  sample.sort((a, b) => a - b);
  const low = sample[Math.floor(sample.length * 0.005)] ?? 0,
    high = sample[Math.ceil(sample.length * 0.995) - 1] ?? 1;
  return { center: (low + high) / 2, width: Math.max(high - low, 1) };
}
