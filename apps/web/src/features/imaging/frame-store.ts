import {
  frameAttributes,
  overlaysOf,
  paletteOf,
  picture,
  tablesOf,
  type Picture,
} from '@keneyapp/clinical/images';
import { decode, UnshowableError } from './decode.ts';
import { first, type StackImage } from './dicom-json.ts';
import { fetchBytes } from './frame-bytes.ts';

const maxBytes = 256 * 1024 * 1024;

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
    const said = frameAttributes(metadata, frame),
      read = async (uri: string) => (await fetchBytes(uri, { signal })).bytes;
    // what is announced and cannot be read fails the image: without it the picture would be another one
    const extras = Promise.all([
      said.photometric === 'PALETTE COLOR' ? paletteOf(metadata, read) : null,
      said.samples === 1 ? tablesOf(metadata, frame, read) : undefined,
      overlaysOf(metadata, frame, said, read),
    ]).catch((error: unknown) => {
      throw signal.aborted ? error : new UnshowableError('extras', { cause: error });
    });
    const [bytes, [palette, tables, overlays]] = await Promise.all([
      fetchBytes(url, { signal, priority }),
      extras,
    ]);
    const listed = first(metadata, '00083002');
    const { decoded, facts } = await decode(bytes, said, typeof listed === 'string' ? listed : null);
    return picture(decoded, facts, palette, tables, overlays);
  }

  #forget(shown: number): void {
    for (const [index, { bytes }] of this.#known) {
      if (this.#bytes <= maxBytes) return;
      if (index === shown || bytes === 0) continue;
      this.#known.delete(index);
      this.#bytes -= bytes;
    }
  }
}
