import { Random } from '../random.ts';
import type { PlannedSeries, PlannedStudy } from '../imaging/plan.ts';
import { headHeight, paintBrain } from './brain.ts';
import { Canvas } from './canvas.ts';
import { axial, type ImageContent } from './dicom.ts';
import { paintThorax, thoraxHeight, type ThoraxOptions } from './thorax.ts';

/** Noise table, reused with a shifted start: drawing a normal number per voxel would take longer than the rest. */
const noise = (() => {
  const random = new Random('noise');
  return Float32Array.from({ length: 65_537 }, () => random.normal());
})();

const variants: Record<string, ThoraxOptions> = {
  'nodule-small': { noduleRadius: 3.5 },
  nodule: { noduleRadius: 5.5 },
  'large-heart': { heart: 1.35 },
  pneumonia: { pneumonia: true },
  normal: {},
};

/** The images of a series, one at a time, so that a whole volume never lies in memory. */
export function* drawSeries(study: PlannedStudy, series: number): Generator<ImageContent> {
  const planned = study.series[series];
  if (!planned) return;
  if (planned.phantom === 'chest') yield radiograph(planned);
  else
    for (let i = 0; i < planned.instances; i++)
      yield planned.phantom === 'thorax'
        ? ctSlice(study, series, planned, i)
        : mrSlice(study, series, planned, i);
}

const thoraxCanvas = new Canvas(512, 400),
  headCanvas = new Canvas(256, 256);

function ctSlice(study: PlannedStudy, series: number, planned: PlannedSeries, index: number): ImageContent {
  const spacing = thoraxHeight / planned.instances,
    c = thoraxCanvas,
    z = index * spacing + spacing / 2;
  paintThorax(c, z, variants[planned.variant] ?? {});
  c.soften();
  const pixels = new Uint16Array(c.data.length),
    shift = (index * 7919) % 60_000;
  for (let i = 0; i < pixels.length; i++)
    pixels[i] = Math.max(
      0,
      Math.min(4095, Math.round((c.data[i] ?? 0) + (noise[(i * 31 + shift) % 65_537] ?? 0) * 13 + 1024)),
    );
  return {
    pixels,
    rows: 512,
    columns: 512,
    attributes: {
      ...axial(study, series, -z, spacing, 512, 400),
      '00080008': ['CS', 'ORIGINAL', 'PRIMARY', 'AXIAL'],
      '00180060': ['DS', '120'],
      '00181210': ['SH', 'B40f'],
      '00281050': ['DS', '40', '-600'],
      '00281051': ['DS', '400', '1500'],
      '00281052': ['DS', '-1024'],
      '00281053': ['DS', '1'],
      '00281054': ['LO', 'HU'],
      '00281055': ['LO', 'Médiastin', 'Poumon'],
    },
  };
}

function mrSlice(study: PlannedStudy, series: number, planned: PlannedSeries, index: number): ImageContent {
  const spacing = headHeight / planned.instances,
    c = headCanvas,
    z = index * spacing + spacing / 2;
  paintBrain(c, z, planned.variant === 'stroke');
  c.soften();
  const pixels = new Uint16Array(c.data.length),
    shift = (index * 7919) % 60_000;
  for (let i = 0; i < pixels.length; i++) {
    const x = (i % 256) - 128,
      y = Math.floor(i / 256) - 128,
      coil = 1 + 0.0009 * y - 0.0004 * x; // the coil is nearer to the back
    pixels[i] = Math.max(
      0,
      Math.min(
        4095,
        Math.round(
          Math.hypot(
            (c.data[i] ?? 0) * coil + (noise[(i * 31 + shift) % 65_537] ?? 0) * 14,
            (noise[(i * 17 + shift) % 65_537] ?? 0) * 14,
          ),
        ),
      ),
    );
  }
  return {
    pixels,
    rows: 256,
    columns: 256,
    attributes: {
      ...axial(study, series, z, spacing, 256, 256),
      '00080008': ['CS', 'ORIGINAL', 'PRIMARY', 'M', 'NORM'],
      '00180020': ['CS', 'GR'],
      '00180021': ['CS', 'SP'],
      '00180022': ['CS', 'PFP'],
      '00180023': ['CS', '3D'],
      '00180080': ['DS', '2300'],
      '00180081': ['DS', '2.98'],
      '00180087': ['DS', '3'],
      '00281050': ['DS', '420'],
      '00281051': ['DS', '840'],
    },
  };
}

/** A radiograph: the thorax projected from front to back, as rays would see it. */
function radiograph(planned: PlannedSeries): ImageContent {
  const size = 1024,
    grid = 256,
    slices = 170,
    c = new Canvas(grid, 400),
    columns = new Float32Array(grid * slices);
  for (let s = 0; s < slices; s++) {
    paintThorax(c, (s + 0.5) * (thoraxHeight / slices), variants[planned.variant] ?? {});
    for (let x = 0; x < grid; x++) {
      let sum = 0;
      for (let y = 0; y < 222; y++)
        sum += Math.max(0, ((c.data[y * grid + x] ?? -1000) + 1000) / 1000) ** 1.15;
      columns[s * grid + x] = sum;
    } // rows below 222 are the table
  }
  const smooth = (fx: number, fy: number) => {
    // bilinear
    const x = Math.max(0, Math.min(grid - 2, Math.floor(fx))),
      y = Math.max(0, Math.min(slices - 2, Math.floor(fy))),
      u = Math.min(1, Math.max(0, fx - x)),
      v = Math.min(1, Math.max(0, fy - y)),
      at = (a: number, b: number) => columns[b * grid + a] ?? 0;
    return (
      (at(x, y) * (1 - u) + at(x + 1, y) * u) * (1 - v) + (at(x, y + 1) * (1 - u) + at(x + 1, y + 1) * u) * v
    );
  };
  const pixels = new Uint16Array(size * size);
  for (let row = 0; row < size; row++)
    for (let column = 0; column < size; column++) {
      const dense = smooth((column / size) * grid, (row / size) * slices),
        value = 3900 * (1 - Math.exp(-dense / 120));
      pixels[row * size + column] = Math.max(
        0,
        Math.min(4095, Math.round(value + (noise[(row * 1031 + column * 31) % 65_537] ?? 0) * 22)),
      );
    }
  sideMark(pixels, size);
  return {
    pixels,
    rows: size,
    columns: size,
    attributes: {
      '00080008': ['CS', 'ORIGINAL', 'PRIMARY'],
      '00181164': ['DS', '0.39', '0.39'],
      '00185101': ['CS', 'PA'],
      '00200020': ['CS', 'L', 'F'],
      '00281050': ['DS', '1850'],
      '00281051': ['DS', '2700'],
      '00281052': ['DS', '0'],
      '00281053': ['DS', '1'],
      '00282110': ['CS', '00'],
    },
  };
}

/** The lead letter on the patient's right: D, as in French departments. */
function sideMark(pixels: Uint16Array, size: number): void {
  const shape = ['11110', '10001', '10001', '10001', '10001', '10001', '11110'];
  shape.forEach((line, y) =>
    [...line].forEach((bit, x) => {
      if (bit === '1')
        for (let dy = 0; dy < 7; dy++)
          for (let dx = 0; dx < 7; dx++) pixels[(60 + y * 7 + dy) * size + 60 + x * 7 + dx] = 4000;
    }),
  );
}
