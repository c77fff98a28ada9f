import { crc32, deflateSync } from 'node:zlib';
import { Random } from '../random.ts';

/** A PNG of 8-bit RGB pixels. */
function encodePng(width: number, height: number, rgb: Uint8Array): Buffer {
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++)
    rows.set(rgb.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type, 'latin1'), data]),
      out = Buffer.alloc(body.length + 8);
    out.writeUInt32BE(data.length, 0);
    body.copy(out, 4);
    out.writeUInt32BE(crc32(body), body.length + 4);
    return out;
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head[8] = 8;
  head[9] = 2;
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', head),
    chunk('IDAT', deflateSync(rows, { level: 6 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Four leads of an ECG on its pink grid. `irregular` is atrial fibrillation: no P wave, uneven R–R. */
export function renderEcg(key: string, rate: number, irregular: boolean): Buffer {
  const width = 1200,
    height = 640,
    rgb = new Uint8Array(width * height * 3),
    random = new Random(`ecg ${key}`);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rgb.set(
        x % 40 === 0 || y % 40 === 0
          ? [238, 160, 160]
          : x % 8 === 0 || y % 8 === 0
            ? [252, 222, 222]
            : [255, 248, 246],
        (y * width + x) * 3,
      );
  const wave = (t: number, at: number, size: number, breadth: number) =>
    size * Math.exp(-(((t - at) / breadth) ** 2));
  for (let leadIndex = 0; leadIndex < 4; leadIndex++) {
    const beats: number[] = [];
    for (let t = 0.2; t < 7; t += (60 / rate) * (irregular ? 0.65 + random.next() * 0.7 : 1)) beats.push(t);
    const gain = [1, 0.8, 1.2, 0.6][leadIndex] ?? 1,
      base = 90 + leadIndex * 155;
    let before: number | null = null;
    for (let x = 0; x < width; x++) {
      const t = x / 190;
      let mv = irregular ? 0.04 * Math.sin(t * 41 + leadIndex) * Math.sin(t * 5.3) : 0;
      for (const b of beats)
        if (Math.abs(t - b) < 0.6)
          mv +=
            (irregular ? 0 : wave(t, b - 0.17, 0.15, 0.028)) +
            wave(t, b - 0.03, -0.12, 0.01) +
            wave(t, b, 1.1, 0.013) +
            wave(t, b + 0.035, -0.28, 0.013) +
            wave(t, b + 0.26, 0.28, 0.06);
      const y = Math.round(base - mv * gain * 75 + random.normal() * 0.6);
      const from: number = Math.min(before ?? y, y),
        to: number = Math.max(before ?? y, y);
      for (let yy = from; yy <= to + 1; yy++)
        if (yy >= 0 && yy < height) rgb.set([24, 28, 60], (yy * width + x) * 3);
      before = y;
    }
  }
  return encodePng(width, height, rgb);
}
