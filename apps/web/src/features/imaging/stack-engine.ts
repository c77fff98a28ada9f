import {
  isOnItsSide,
  orientationOf,
  paint,
  turned,
  upright,
  type GreyWindow,
  type Orientation,
  type Picture,
  type Turn,
} from '@keneyapp/clinical/images';
import { Playing } from './playing.ts';
import type { StackImage } from './dicom-json.ts';
import { FrameStore } from './frame-store.ts';

export interface StackState {
  index: number;
  window: GreyWindow | null;
  zoom: number;
  turn: Turn;
  /** How the image shown lies in the patient; null where it does not say. */
  orientation: Orientation | null;
  isPlaying: boolean;
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
  readonly #playing = new Playing(() => this.#playOn());
  #store: FrameStore | null = null;
  #images: readonly StackImage[] = [];
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
  #turn = upright;

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
    this.#images = images;
    this.#wanted = index;
    this.#shown = { index, picture: await this.#store.get(index) };
    this.#draw();
    this.#lookAhead(1);
  }

  get count(): number {
    return this.#images.length;
  }
  get state(): StackState {
    const index = this.#shown?.index ?? this.#wanted,
      image = this.#images[index];
    return {
      index,
      zoom: this.#zoom,
      turn: this.#turn,
      orientation: image ? orientationOf(image.metadata, image.frame) : null,
      isPlaying: this.#playing.isOn,
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
    const wasPlaying = this.#playing.isOn;
    this.#playing.stop();
    this.#goTo(index);
    // said even where there is nowhere to go
    if (wasPlaying) this.#onChange(this.state);
  }
  #goTo(index: number): void {
    this.#wanted = Math.min(Math.max(index, 0), this.count - 1);
    if (!this.#isMoving) void this.#move();
  }

  /** Runs through the stack, at the rate the object asks for, and from its end to its beginning; again: stops. */
  play(): void {
    if (this.#playing.isOn) this.#playing.stop();
    else if (this.count > 1) this.#playing.start(this.#images[this.#wanted]?.metadata);
    this.#onChange(this.state);
  }
  /** An image that is not there yet is waited for. */
  #playOn(): void {
    if (!this.#isMoving) this.#goTo((this.#wanted + 1) % this.count);
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
        this.#playing.stop();
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
      if (next >= 0 && next < this.count) this.#store?.get(next, 'low').catch(() => undefined); // shown as a failure when it is gone to
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
  /** Turns or mirrors what is seen; what was moved out of the middle goes with it. */
  turn(how: keyof typeof turned): void {
    this.#turn = turned[how](this.#turn);
    const [a, b, c, d] = turned[how](upright),
      { x, y } = this.#pan;
    this.#pan = { x: a * x + b * y, y: c * x + d * y };
    this.#changed();
  }
  reset(): void {
    this.#turn = upright;
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
    this.#playing.stop();
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
    const tall = facts.rows * facts.pixelHeight,
      isLying = isOnItsSide(this.#turn);
    const fit =
      Math.min(width / (isLying ? tall : facts.columns), height / (isLying ? facts.columns : tall)) *
      this.#zoom;
    const across = facts.columns * fit,
      down = tall * fit,
      [a, b, c, d] = this.#turn;
    this.#paint(Math.max(1, Math.floor(1 / (Math.max(fit, fit * facts.pixelHeight) * 1.5))));
    context.resetTransform();
    context.fillStyle = '#000';
    context.fillRect(0, 0, width, height);
    context.imageSmoothingQuality = fit < 1 ? 'high' : 'medium';
    context.setTransform(a, c, b, d, width / 2 + this.#pan.x * density, height / 2 + this.#pan.y * density);
    context.drawImage(this.#painted, -across / 2, -down / 2, across, down);
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
