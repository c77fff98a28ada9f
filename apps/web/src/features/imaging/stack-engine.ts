import { paint, type GreyWindow, type Picture } from '@keneyapp/clinical/images';
import type { StackImage } from './dicom-json.ts';
import { FrameStore } from './frame-store.ts';

export interface StackState {
  index: number;
  window: GreyWindow | null;
  zoom: number;
}

/** The levels are computed by the processor, so the pictures stay in its memory: as fast with a graphics card, and many wards have none. */
const inMemory: CanvasRenderingContext2DSettings = { willReadFrequently: true };
/** So many images in the direction of scrolling are fetched before they are asked for. */
const ahead = 3;

/** One stack of images on a canvas: scrolling, grey levels, zoom. */
export class StackEngine {
  readonly #canvas = document.createElement('canvas');
  /** The picture in its own size (or a whole fraction of it). */
  readonly #painted = document.createElement('canvas');
  readonly #element: HTMLElement;
  readonly #onChange: (state: StackState) => void;
  readonly #onFailure: (index: number, error: unknown) => void;
  #store: FrameStore | null = null;
  #count = 0;
  #shown: { index: number; picture: Picture } | null = null;
  #paintedAs = '';
  #wanted = 0;
  #isMoving = false;
  #isDrawing = false;
  #isClosed = false;
  /** Chosen by the person; until then each image has its own. */
  #window: GreyWindow | null = null;
  #isInverted = false;
  #zoom = 1;
  #pan = { x: 0, y: 0 };

  constructor(
    element: HTMLElement,
    onChange: (state: StackState) => void,
    onFailure: (index: number, error: unknown) => void,
  ) {
    this.#element = element;
    this.#onChange = onChange;
    this.#onFailure = onFailure;
    Object.assign(this.#canvas.style, { display: 'block', width: '100%', height: '100%' });
    if (!this.#canvas.getContext('2d', inMemory)) throw new Error('no canvas');
    element.replaceChildren(this.#canvas);
  }

  /** Shows the stack at `index`; resolves when that image is drawn. Rejects when it cannot be. */
  async open(images: readonly StackImage[], index: number): Promise<void> {
    this.#store?.close();
    this.#store = new FrameStore(images);
    this.#count = images.length;
    this.#wanted = index;
    this.#shown = { index, picture: await this.#store.get(index) };
    this.#draw();
    this.#lookAhead(1);
  }

  get count(): number {
    return this.#count;
  }
  get state(): StackState {
    return {
      index: this.#shown?.index ?? this.#wanted,
      zoom: this.#zoom,
      window: this.#window ?? (this.#isByTable ? null : (this.#shown?.picture.window ?? null)),
    };
  }
  /** The object's own table makes the grey levels: there is no window to tell. */
  get #isByTable(): boolean {
    const picture = this.#shown?.picture;
    return picture !== undefined && picture.tables.voi !== null && picture.facts.window === null;
  }
  /** What a person's own window starts from. */
  get startingWindow(): GreyWindow | null {
    return this.#window ?? this.#shown?.picture.window ?? null;
  }

  scroll(by: number): void {
    this.goTo(this.#wanted + by);
  }

  /** Goes to an image; while one loads only the last one asked for is remembered, so that a fast wheel does not lag. */
  goTo(index: number): void {
    this.#wanted = Math.min(Math.max(index, 0), this.#count - 1);
    if (!this.#isMoving) void this.#move();
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#store && this.#shown && this.#wanted !== this.#shown.index) {
      const target = this.#wanted,
        direction = Math.sign(target - this.#shown.index);
      try {
        this.#shown = { index: target, picture: await this.#store.get(target) };
      } catch (error) {
        if (!this.#isClosed) this.#onFailure(target, error);
        this.#wanted = this.#shown.index;
        break;
      }
      this.#draw();
      this.#lookAhead(direction);
      this.#onChange(this.state);
    }
    this.#isMoving = false;
  }

  #lookAhead(direction: number): void {
    const from = this.#shown?.index ?? 0;
    for (let i = 1; i <= ahead; i += 1) {
      const next = from + i * direction;
      if (next >= 0 && next < this.#count) this.#store?.get(next, 'low').catch(() => undefined); // shown as a failure when it is gone to
    }
  }

  setWindow(window: GreyWindow): void {
    this.#window = window;
    this.#changed();
  }
  invert(): void {
    this.#isInverted = !this.#isInverted;
    this.#changed();
  }
  zoomBy(factor: number): void {
    const zoom = Math.min(Math.max(this.#zoom * factor, 0.2), 20),
      by = zoom / this.#zoom;
    this.#zoom = zoom;
    this.#pan = { x: this.#pan.x * by, y: this.#pan.y * by }; // what is in the middle stays there
    this.#changed();
  }
  panBy(dx: number, dy: number): void {
    this.#pan = { x: this.#pan.x + dx, y: this.#pan.y + dy };
    this.#changed();
  }
  reset(): void {
    this.#window = null;
    this.#isInverted = false;
    this.#zoom = 1;
    this.#pan = { x: 0, y: 0 };
    this.#changed();
  }
  resize(): void {
    if (this.#shown) this.#drawSoon();
  }

  close(): void {
    this.#isClosed = true;
    this.#store?.close();
    this.#shown = null;
    this.#canvas.remove();
  }

  #changed(): void {
    if (!this.#shown) return;
    this.#drawSoon();
    this.#onChange(this.state);
  }

  /** At most once a frame of the screen, however fast the pointer moves. */
  #drawSoon(): void {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    requestAnimationFrame(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw(): void {
    const context = this.#canvas.getContext('2d', inMemory);
    const { clientWidth, clientHeight } = this.#element;
    if (!this.#shown || !context || clientWidth === 0 || clientHeight === 0) return;
    const { facts } = this.#shown.picture,
      density = window.devicePixelRatio || 1;
    const width = Math.round(clientWidth * density),
      height = Math.round(clientHeight * density);
    if (this.#canvas.width !== width || this.#canvas.height !== height)
      Object.assign(this.#canvas, { width, height });
    // Fitted into the element at zoom 1; lengths from here on are of the screen.
    const fit = Math.min(width / facts.columns, height / (facts.rows * facts.pixelHeight)) * this.#zoom;
    const across = facts.columns * fit,
      down = facts.rows * facts.pixelHeight * fit;
    this.#paint(Math.max(1, Math.floor(1 / (Math.max(fit, fit * facts.pixelHeight) * 1.5))));
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = fit < 1 ? 'high' : 'medium';
    context.drawImage(
      this.#painted,
      (width - across) / 2 + this.#pan.x * density,
      (height - down) / 2 + this.#pan.y * density,
      across,
      down,
    );
  }

  #paint(step: number): void {
    if (!this.#shown) return;
    const { index, picture } = this.#shown,
      shown = this.#window;
    const how = [index, shown?.center, shown?.width, this.#isInverted, step].join(' ');
    if (how === this.#paintedAs) return;
    this.#paintedAs = how;
    const { width, height, data } = paint(picture, shown, this.#isInverted, step);
    Object.assign(this.#painted, { width, height });
    this.#painted.getContext('2d', inMemory)?.putImageData(new ImageData(data, width, height), 0, 0);
  }
}
