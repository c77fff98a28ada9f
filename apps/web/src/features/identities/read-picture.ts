import { BinaryBitmap, DataMatrixReader, HybridBinarizer, RGBLuminanceSource } from '@zxing/library';

/** What a Data Matrix in a picture says; null where there is none, or none that can be read. */
export function readPicture({
  data,
  width,
  height,
}: Pick<ImageData, 'data' | 'width' | 'height'>): string | null {
  const grey = new Uint8ClampedArray(width * height);
  for (let i = 0, at = 0; i < grey.length; i += 1, at += 4)
    // weights of ITU-R BT.601, as cameras write luminance
    grey[i] = (299 * (data[at] ?? 0) + 587 * (data[at + 1] ?? 0) + 114 * (data[at + 2] ?? 0)) / 1000;
  try {
    const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(grey, width, height)));
    return new DataMatrixReader().decode(bitmap).getText();
  } catch {
    return null; // the library throws for a picture without a code
  }
}
