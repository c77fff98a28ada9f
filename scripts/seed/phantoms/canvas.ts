/** One slice to paint on, in millimetres: x to the patient's left, y to the back, the origin in the middle. */
export class Canvas {
  readonly size: number;
  readonly mm: number;
  readonly data: Float32Array;
  constructor(size: number, fieldOfView: number) {
    this.size = size;
    this.mm = fieldOfView / size;
    this.data = new Float32Array(size * size);
  }

  fill(value: number): void {
    this.data.fill(value);
  }

  /** Paints an ellipse; `where` keeps what it refuses, `wave` makes the edge uneven (angle → factor of the radius). */
  ellipse(
    cx: number,
    cy: number,
    a: number,
    b: number,
    value: number,
    options: { turn?: number; where?: (before: number) => boolean; wave?: (angle: number) => number } = {},
  ): void {
    if (a <= 0 || b <= 0) return;
    const { size, mm, data } = this,
      turn = options.turn ?? 0,
      cos = Math.cos(turn),
      sin = Math.sin(turn),
      reach = Math.max(a, b) * (options.wave ? 1.25 : 1),
      half = size / 2;
    const from = Math.max(0, Math.floor((cy - reach) / mm + half)),
      to = Math.min(size - 1, Math.ceil((cy + reach) / mm + half)),
      left = Math.max(0, Math.floor((cx - reach) / mm + half)),
      right = Math.min(size - 1, Math.ceil((cx + reach) / mm + half));
    for (let row = from; row <= to; row++) {
      const y = (row + 0.5 - half) * mm - cy;
      if (turn === 0 && !options.wave && !options.where) {
        // the common case: a run of pixels per row
        const span = 1 - (y / b) ** 2;
        if (span <= 0) continue;
        const w = a * Math.sqrt(span),
          first = Math.max(0, Math.ceil((cx - w) / mm + half - 0.5)),
          last = Math.min(size - 1, Math.floor((cx + w) / mm + half - 0.5));
        if (last >= first) data.fill(value, row * size + first, row * size + last + 1);
        continue;
      }
      for (let column = left; column <= right; column++) {
        const x = (column + 0.5 - half) * mm - cx,
          u = (x * cos + y * sin) / a,
          v = (-x * sin + y * cos) / b,
          d = u * u + v * v;
        if (d > 1.6) continue;
        const limit = options.wave ? options.wave(Math.atan2(v, u)) ** 2 : 1;
        if (d > limit) continue;
        const at = row * size + column;
        if (options.where && !options.where(data[at] ?? 0)) continue;
        data[at] = value;
      }
    }
  }

  /** Box blur over three pixels each way: takes the jaggedness off the edges, as a scanner's point spread does. */
  soften(): void {
    const { size, data } = this,
      across = new Float32Array(data.length);
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        across[at] =
          ((data[column > 0 ? at - 1 : at] ?? 0) +
            (data[at] ?? 0) * 2 +
            (data[column < size - 1 ? at + 1 : at] ?? 0)) /
          4;
      }
    for (let row = 0; row < size; row++)
      for (let column = 0; column < size; column++) {
        const at = row * size + column;
        data[at] =
          ((across[row > 0 ? at - size : at] ?? 0) +
            (across[at] ?? 0) * 2 +
            (across[row < size - 1 ? at + size : at] ?? 0)) /
          4;
      }
  }
}
