import { describe, expect, test } from 'vitest';
import { frameAttributes, paletteOf, type FrameAttributes } from './frame-attributes.ts';
import { paint, picture, type Decoded } from './paint.ts';

const facts = (more: Partial<FrameAttributes> = {}): FrameAttributes => ({
  rows: 1,
  columns: 4,
  samples: 1,
  bitsAllocated: 16,
  bitsStored: 16,
  signed: true,
  highBit: (more.bitsStored ?? 16) - 1,
  planar: false,
  photometric: 'MONOCHROME2',
  slope: 1,
  intercept: 0,
  window: null,
  voiFunction: 'linear',
  padding: null,
  pixelHeight: 1,
  ...more,
});
const grey = (samples: Decoded['samples']): Decoded => ({ samples, layout: 'grey' });
/** Red, green and blue of each pixel. */
const pixels = (data: Uint8ClampedArray) =>
  Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(i * 4, i * 4 + 3)]);
const shades = (
  decoded: Decoded,
  of: FrameAttributes,
  window = { center: 0, width: 1 },
  isInverted = false,
  step = 1,
) => pixels(paint(picture(decoded, of, null), window, isInverted, step).data).map(([r]) => r);

describe('grey levels', () => {
  test('the linear window of PS3.3 C.11.2.1.2: 2048, 4096 in 12 bits is the identity', () => {
    // The standard's own example: centre 2048, width 4096 maps 0 to the least and 4095 to the greatest.
    expect(
      shades(grey(Uint16Array.of(0, 1024, 2048, 4095)), facts({ signed: false, bitsStored: 12 }), {
        center: 2048,
        width: 4096,
      }),
    ).toEqual([0, 64, 128, 255]);
  });
  test('Hounsfield units: slope and intercept come before the window', () => {
    expect(
      shades(grey(Uint16Array.of(0, 1024, 1064, 1424)), facts({ signed: false, intercept: -1024 }), {
        center: 40,
        width: 400,
      }),
    ).toEqual([0, 102, 128, 255]);
  });
  test('a window of one is a threshold; exact and sigmoid windows follow their functions', () => {
    expect(shades(grey(Int16Array.of(-5, 0, 1, 5)), facts(), { center: 0.5, width: 1 })).toEqual([
      0, 0, 255, 255,
    ]);
    expect(
      shades(grey(Int16Array.of(-50, 0, 25, 50)), facts({ voiFunction: 'exact' }), { center: 0, width: 100 }),
    ).toEqual([0, 128, 191, 255]);
    expect(
      shades(grey(Int16Array.of(-100, 0, 25, 100)), facts({ voiFunction: 'sigmoid' }), {
        center: 0,
        width: 100,
      }),
    ).toEqual([5, 128, 186, 250]);
  });
  test('the sign stands at the highest stored bit, what is above it does not count', () => {
    const stored = Int16Array.of(0x0fff, 0x7800, 0x0001, 0x07ff); // 12 bits: -1, -2048, 1, 2047
    expect(shades(grey(stored), facts({ bitsStored: 12 }), { center: 0, width: 4096 })).toEqual([
      127, 0, 128, 255,
    ]);
    expect(
      shades(grey(Uint16Array.of(0xf000, 0xffff, 0, 1)), facts({ signed: false, bitsStored: 12 }), {
        center: 2048,
        width: 4096,
      }),
    ).toEqual([0, 255, 0, 0]);
  });
  test('the sign is that of the object whatever the decoder made of the bits', () => {
    const thirteen = facts({ bitsStored: 13, highBit: 12, signed: true });
    expect(
      shades(grey(Uint16Array.of(8192 - 2000, 0, 40, 1000)), thirteen, { center: 40, width: 100 }),
    ).toEqual(shades(grey(Int16Array.of(-2000, 0, 40, 1000)), thirteen, { center: 40, width: 100 }));
  });

  test('MONOCHROME1 shows low values bright; inverting turns it round', () => {
    expect(
      shades(
        grey(Uint8Array.of(0, 255, 0, 255)),
        facts({ signed: false, bitsAllocated: 8, bitsStored: 8, photometric: 'MONOCHROME1' }),
        { center: 128, width: 256 },
      ),
    ).toEqual([255, 0, 255, 0]);
    expect(
      shades(
        grey(Uint8Array.of(0, 255, 0, 255)),
        facts({ signed: false, bitsAllocated: 8, bitsStored: 8, photometric: 'MONOCHROME1' }),
        { center: 128, width: 256 },
        true,
      ),
    ).toEqual([0, 255, 0, 255]);
  });
  test('wide samples need no table', () => {
    expect(shades(grey(Float32Array.of(-1, 0, 0.5, 2)), facts(), { center: 1, width: 2 })).toEqual([
      0, 0, 128, 255,
    ]);
    expect(
      shades(
        grey(Uint32Array.of(0, 70_000, 140_000, 200_000)),
        facts({ signed: false, bitsAllocated: 32, bitsStored: 32 }),
        { center: 70_000, width: 140_000 },
      ),
    ).toEqual([0, 128, 255, 255]);
  });
  test('without a window of its own an image gets one from its pixels, padding and extremes left out', () => {
    const samples = Int16Array.from({ length: 2_000 }, (_, i) =>
      i < 200 ? -2000 : i === 1_999 ? 30_000 : i % 100,
    );
    const { window } = picture(grey(samples), facts({ rows: 20, columns: 100, padding: -2000 }), null);
    expect(window.center).toBeCloseTo(49.5, 0);
    expect(window.width).toBeGreaterThan(95);
    expect(window.width).toBeLessThan(101);
  });
  test('an image shown small is painted in steps', () => {
    const of = facts({ rows: 4, columns: 5, bitsAllocated: 8, bitsStored: 8, signed: false });
    const painted = paint(
      picture(grey(Uint8Array.from({ length: 20 }, (_, i) => i * 10)), of, null),
      { center: 128, width: 256 },
      false,
      2,
    );
    expect([painted.width, painted.height, pixels(painted.data).map(([r]) => r)]).toEqual([
      3,
      2,
      [0, 20, 40, 100, 120, 140],
    ]);
  });
});

describe('colours', () => {
  const colour = (decoded: Decoded, more: Partial<FrameAttributes>) =>
    pixels(
      paint(
        picture(
          decoded,
          facts({ samples: 3, columns: 2, bitsAllocated: 8, bitsStored: 8, signed: false, ...more }),
          null,
        ),
        { center: 128, width: 256 },
        false,
        1,
      ).data,
    );
  test('pixel by pixel, plane by plane, and from the browser', () => {
    const wanted = [
      [1, 2, 3],
      [4, 5, 6],
    ];
    expect(
      colour({ samples: Uint8Array.of(1, 2, 3, 4, 5, 6), layout: 'pixels' }, { photometric: 'RGB' }),
    ).toEqual(wanted);
    expect(
      colour(
        { samples: Uint8Array.of(1, 4, 2, 5, 3, 6), layout: 'planes' },
        { photometric: 'RGB', planar: true },
      ),
    ).toEqual(wanted);
    expect(
      colour(
        { samples: Uint8ClampedArray.of(1, 2, 3, 255, 4, 5, 6, 255), layout: 'rgba' },
        { photometric: 'YBR_FULL_422' },
      ),
    ).toEqual(wanted);
  });
  test('YBR is turned into RGB, PS3.3 C.7.6.3.1.2; two pixels may share their colour', () => {
    expect(
      colour(
        { samples: Uint8Array.of(76, 85, 255, 255, 128, 128), layout: 'pixels' },
        { photometric: 'YBR_FULL' },
      ),
    ).toEqual([
      [254, 0, 0],
      [255, 255, 255],
    ]);
    expect(
      colour({ samples: Uint8Array.of(76, 150, 85, 255), layout: 'halved' }, { photometric: 'YBR_FULL_422' }),
    ).toEqual([
      [254, 0, 0],
      [255, 74, 74],
    ]);
  });
  test('a palette of 16-bit entries, values beyond it take its ends', async () => {
    const entries = (high: number[]) => btoa(String.fromCharCode(...high.flatMap((h) => [0, h])));
    const palette = await paletteOf(
      {
        '00281101': { vr: 'US', Value: [3, 10, 16] },
        '00281102': { vr: 'US', Value: [3, 10, 16] },
        '00281103': { vr: 'US', Value: [3, 10, 16] },
        '00281201': { vr: 'OW', InlineBinary: entries([1, 2, 3]) },
        '00281202': { vr: 'OW', InlineBinary: entries([4, 5, 6]) },
        '00281203': { vr: 'OW', BulkDataURI: '/blue' },
      },
      async (uri) => (uri === '/blue' ? Uint8Array.of(0, 7, 0, 8, 0, 9) : new Uint8Array()),
    );
    const of = facts({ bitsAllocated: 8, bitsStored: 8, signed: false, photometric: 'PALETTE COLOR' });
    expect(
      pixels(
        paint(
          picture(grey(Uint8Array.of(0, 10, 11, 200)), of, palette),
          { center: 128, width: 256 },
          false,
          1,
        ).data,
      ),
    ).toEqual([
      [1, 4, 7],
      [1, 4, 7],
      [2, 5, 8],
      [3, 6, 9],
    ]);
  });
});

test('facts of an enhanced object stand in its functional groups, those of the frame before the shared ones', () => {
  const group = (macro: string, values: object) => ({ [macro]: { vr: 'SQ', Value: [values] } });
  const metadata = {
    '00280010': { vr: 'US', Value: [10] },
    '00280011': { vr: 'US', Value: [20] },
    '00280100': { vr: 'US', Value: [16] },
    '00280101': { vr: 'US', Value: [12] },
    '00280103': { vr: 'US', Value: [1] },
    '52009229': {
      vr: 'SQ',
      Value: [
        {
          ...group('00289145', {
            '00281053': { vr: 'DS', Value: ['2'] },
            '00281052': { vr: 'DS', Value: [-1000] },
          }),
          ...group('00289110', { '00280030': { vr: 'DS', Value: [2, 1] } }),
        },
      ],
    },
    '52009230': {
      vr: 'SQ',
      Value: [
        {},
        group('00289132', {
          '00281050': { vr: 'DS', Value: [40, 400] },
          '00281051': { vr: 'DS', Value: [80, 2000] },
        }),
      ],
    },
  };
  expect(frameAttributes(metadata, 2)).toMatchObject({
    rows: 10,
    columns: 20,
    bitsStored: 12,
    signed: true,
    slope: 2,
    intercept: -1000,
    window: { center: 40, width: 80 },
    pixelHeight: 2,
    photometric: 'MONOCHROME2',
  });
  expect(frameAttributes(metadata, 1).window).toBeNull();
});
