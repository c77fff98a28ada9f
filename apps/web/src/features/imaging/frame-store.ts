import { decode } from './decode.ts';
import { first, type StackImage } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';
import { frameFacts, paletteOf } from './frame-facts.ts';
import { picture, type Picture } from './paint.ts';

const mostBytes = 256 * 1024 * 1024;

/** Decoded frames of one stack: asked for once, the least recently seen forgotten when they become too much. */
export class FrameStore {
  readonly #images: readonly StackImage[];
  readonly #known = new Map<number, { picture: Promise<Picture>; bytes: number }>();
  readonly #leaving = new AbortController();
  #bytes = 0;
  constructor(images: readonly StackImage[]) {
    this.#images = images;
  }

  get(index: number, priority: RequestPriority = 'high'): Promise<Picture> {
    const known = this.#known.get(index);
    if (known) {
      this.#known.delete(index);
      this.#known.set(index, known);
      return known.picture;
    }
    const entry = { picture: this.#load(index, priority), bytes: 0 };
    this.#known.set(index, entry);
    entry.picture.then(
      ({ decoded }) => {
        entry.bytes = decoded.samples.byteLength;
        this.#bytes += entry.bytes;
        this.#forget(index);
      },
      () => this.#known.delete(index),
    );
    return entry.picture;
  }

  close(): void {
    this.#leaving.abort();
    this.#known.clear();
  }

  async #load(index: number, priority: RequestPriority): Promise<Picture> {
    const image = this.#images[index];
    if (!image) throw new RangeError('no such image');
    const { metadata, url, frame } = image,
      { signal } = this.#leaving;
    const facts = frameFacts(metadata, frame);
    const [bytes, palette] = await Promise.all([
      fetchBytes(url, { signal, priority }),
      facts.photometric === 'PALETTE COLOR'
        ? paletteOf(metadata, async (uri) => (await fetchBytes(uri, { signal })).bytes)
        : null,
    ]);
    const listed = first(metadata, '00083002');
    const decoded = await decode(bytes, facts, typeof listed === 'string' ? listed : null);
    return picture(decoded, facts, palette);
  }

  #forget(shown: number): void {
    for (const [index, { bytes }] of this.#known) {
      if (this.#bytes <= mostBytes) return;
      if (index === shown || bytes === 0) continue;
      this.#known.delete(index);
      this.#bytes -= bytes;
    }
  }
}
