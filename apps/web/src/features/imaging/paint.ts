import type { Decoded, Samples } from './decode.ts';
import type { FrameFacts, GreyWindow, Palette } from './frame-facts.ts';

/** A frame ready to be drawn, and the window it is shown with when nobody chose one. */
export interface Picture {
  decoded: Decoded;
  facts: FrameFacts;
  palette: Palette | null;
  window: GreyWindow;
}
export interface Painted {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

const fullColour: GreyWindow = { center: 128, width: 256 };

export function picture(decoded: Decoded, facts: FrameFacts, palette: Palette | null): Picture {
  const isGrey = decoded.layout === 'grey' && !palette;
  return {
    decoded,
    facts,
    palette,
    window: isGrey ? (facts.window ?? rangeOf(decoded.samples, facts)) : fullColour,
  };
}

/**
 * The picture in 8-bit RGBA. Only every `step`th pixel and row is painted: an image shown smaller than it is need not be
 * painted whole (a mammogram has twenty million pixels).
 */
export function paint(
  { decoded, facts, palette }: Picture,
  window: GreyWindow,
  isInverted: boolean,
  step: number,
): Painted {
  const width = Math.ceil(facts.columns / step),
    height = Math.ceil(facts.rows / step);
  const out = new Uint32Array(width * height);
  const level = levelOf(window, facts);
  if (decoded.layout === 'grey' && !palette)
    paintGrey(
      out,
      width,
      decoded.samples,
      facts,
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
  return { width, height, data: new Uint8ClampedArray(out.buffer) };
}

const opaque = 0xff000000;

/** Value in the unit of the window to a grey level of 0 to 255, PS3.3 C.11.2.1.2 and C.11.2.1.3. */
function levelOf({ center, width }: GreyWindow, { voiFunction }: FrameFacts): (value: number) => number {
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
  facts: FrameFacts,
  level: (value: number) => number,
  isInverted: boolean,
  step: number,
): void {
  const { columns, slope, intercept } = facts;
  const used = usedBits(samples, facts),
    mask = 2 ** (used ?? 0) - 1;
  const shade = (value: number) => {
    const grey = clamp(level(value * slope + intercept)),
      g = isInverted ? 255 - grey : grey;
    return (g | (g << 8) | (g << 16) | opaque) >>> 0;
  };
  if (used === null) {
    for (let o = 0; o < out.length; o += 1)
      out[o] = shade(samples[Math.floor(o / width) * step * columns + (o % width) * step] ?? 0);
    return;
  }
  const table = new Uint32Array(mask + 1),
    negativeFrom = isSigned(samples) ? (mask + 1) / 2 : mask + 1;
  for (let i = 0; i <= mask; i += 1) table[i] = shade(i < negativeFrom ? i : i - mask - 1);
  if (step === 1)
    for (let o = 0; o < out.length; o += 1) out[o] = table[(samples[o] as number) & mask] as number;
  else
    for (let o = 0, row = 0; o < out.length; row += step * columns)
      for (let x = 0; x < width; x += 1, o += 1)
        out[o] = table[(samples[row + x * step] as number) & mask] as number;
}

function isSigned(samples: Samples): boolean {
  return samples instanceof Int16Array || samples instanceof Int8Array;
}

/** Bits above those stored may hold anything (overlays of old scanners); null when a sample is too wide for a table. */
function usedBits(samples: Samples, { bitsStored }: FrameFacts): number | null {
  return samples.BYTES_PER_ELEMENT > 2
    ? null
    : Math.min(Math.max(bitsStored, 1), samples.BYTES_PER_ELEMENT * 8);
}

function colourPixels(
  { samples, layout }: Decoded,
  facts: FrameFacts,
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
    shift = samples.BYTES_PER_ELEMENT > 1 ? Math.max(0, facts.bitsStored - 8) : 0;
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
function rangeOf(samples: Samples, facts: FrameFacts): GreyWindow {
  const { slope, intercept, padding } = facts,
    used = usedBits(samples, facts),
    above = 32 - (used ?? 32),
    mask = 2 ** (used ?? 32) - 1;
  const stored = (v: number) => (used === null ? v : isSigned(samples) ? (v << above) >> above : v & mask);
  const step = Math.max(1, Math.floor(samples.length / 65_536));
  const sample: number[] = [];
  for (let i = 0; i < samples.length; i += step)
    if (samples[i] !== padding) sample.push(stored(samples[i] ?? 0) * slope + intercept);
  sample.sort((a, b) => a - b);
  const low = sample[Math.floor(sample.length * 0.005)] ?? 0,
    high = sample[Math.ceil(sample.length * 0.995) - 1] ?? 1;
  return { center: (low + high) / 2, width: Math.max(high - low, 1) };
}
