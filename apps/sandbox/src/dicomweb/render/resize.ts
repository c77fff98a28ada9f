import type { Picture } from './picture.ts';

/**
 * Fits the picture into width × height with the shape of what it shows, whose pixels are `pixelHeight` times as high as they
 * are wide; averages when smaller, never enlarges but to give pixels their shape.
 */
export function fit(picture: Picture, width: number, height: number, pixelHeight = 1): Picture {
  const [across, down] =
    pixelHeight >= 1
      ? [picture.width, picture.height * pixelHeight]
      : [picture.width / pixelHeight, picture.height];
  const scale = Math.min(width / across, height / down, 1);
  if (scale === 1 && pixelHeight === 1) return picture;
  const w = Math.max(1, Math.round(across * scale)),
    h = Math.max(1, Math.round(down * scale));
  const { channels, data } = picture;
  const out = Buffer.allocUnsafe(w * h * channels);
  for (let y = 0; y < h; y += 1) {
    const y0 = Math.floor((y * picture.height) / h),
      y1 = Math.max(y0 + 1, Math.floor(((y + 1) * picture.height) / h));
    for (let x = 0; x < w; x += 1) {
      const x0 = Math.floor((x * picture.width) / w),
        x1 = Math.max(x0 + 1, Math.floor(((x + 1) * picture.width) / w));
      for (let c = 0; c < channels; c += 1) {
        let sum = 0;
        for (let yy = y0; yy < y1; yy += 1)
          for (let xx = x0; xx < x1; xx += 1) sum += data[(yy * picture.width + xx) * channels + c] ?? 0;
        out[(y * w + x) * channels + c] = Math.round(sum / ((y1 - y0) * (x1 - x0)));
      }
    }
  }
  return { width: w, height: h, channels, data: out };
}
