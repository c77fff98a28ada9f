/** Memory that bytes pass through: how many writes still need it, and whether its reader has moved on to another. */
export interface PooledBuffer {
  readonly bytes: Buffer;
  uses: number;
  isLeft: boolean;
}

const size = 1 << 18,
  maxKept = 64;

/**
 * Buffers used again and again. Fresh memory for every 64 kB of an image (pages to map, garbage to collect) costs
 * several times what moving the bytes does.
 */
export class BufferPool {
  readonly #free: PooledBuffer[] = [];

  take(): PooledBuffer {
    const passage = this.#free.pop() ?? { bytes: Buffer.allocUnsafeSlow(size), uses: 0, isLeft: false };
    passage.isLeft = false;
    return passage;
  }

  /** Whoever read into it reads into another from now on; it comes back when its last write is done. */
  leave(passage: PooledBuffer): void {
    passage.isLeft = true;
    this.#giveBack(passage);
  }

  /** One write of it is done. */
  used(passage: PooledBuffer): void {
    passage.uses -= 1;
    this.#giveBack(passage);
  }

  #giveBack(passage: PooledBuffer): void {
    if (passage.isLeft && passage.uses === 0 && this.#free.length < maxKept) this.#free.push(passage);
  }
}
