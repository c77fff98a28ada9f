import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

/** Random access to the bytes of one DICOM object, without holding all of it. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes; throws when they are not there. The buffer must not be written to. */
  bytes(offset: number, length: number): Buffer;
  close(): void;
}

export class BufferSource implements ByteSource {
  readonly size: number;
  readonly #buffer: Buffer;
  constructor(buffer: Buffer) {
    this.#buffer = buffer;
    this.size = buffer.length;
  }
  bytes(offset: number, length: number): Buffer {
    if (offset < 0 || offset + length > this.size)
      throw new RangeError(`byte ${offset + length} of ${this.size}`);
    return this.#buffer.subarray(offset, offset + length);
  }
  close(): void {
    /* nothing is open */
  }
}

const windowSize = 256 * 1024;

/** Reads a file through one window, so that walking over headers costs a few reads however large the pixels are. */
export class FileSource implements ByteSource {
  readonly size: number;
  readonly #fd: number;
  #window: Buffer = Buffer.alloc(0);
  #start = 0;
  constructor(path: string) {
    this.#fd = openSync(path, 'r');
    this.size = fstatSync(this.#fd).size;
  }

  bytes(offset: number, length: number): Buffer {
    if (offset < 0 || offset + length > this.size)
      throw new RangeError(`byte ${offset + length} of ${this.size}`);
    if (length > windowSize) return this.#read(offset, length);
    if (offset < this.#start || offset + length > this.#start + this.#window.length) {
      this.#window = this.#read(offset, Math.min(windowSize, this.size - offset));
      this.#start = offset;
    }
    return this.#window.subarray(offset - this.#start, offset - this.#start + length);
  }

  #read(offset: number, length: number): Buffer {
    const target = Buffer.allocUnsafe(length);
    let done = 0;
    while (done < length) {
      const n = readSync(this.#fd, target, done, length - done, offset + done);
      if (n === 0) throw new RangeError(`byte ${offset + done} of ${this.size}`);
      done += n;
    }
    return target;
  }

  close(): void {
    closeSync(this.#fd);
  }
}
