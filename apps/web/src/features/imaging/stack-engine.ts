import { Enums, imageLoadPoolManager, init as initCore, RenderingEngine, type StackViewport, type Types } from '@cornerstonejs/core';
import dicomImageLoader, { init as initLoader } from '@cornerstonejs/dicom-image-loader';
import type { StackImage } from './dicom-json.ts';

/** Centre and width of the grey levels shown, in the units of the image. */
export interface GreyWindow { center: number; width: number }
export interface StackState { index: number; window: GreyWindow | null; zoom: number }

type LoaderMetadata = Parameters<typeof dicomImageLoader.wadors.metaDataManager.add>[1];

let isReady = false;
let engines = 0;

function prepare(): void {
  if (isReady) return;
  initCore();
  initLoader({ maxWebWorkers: Math.min(3, Math.max(1, Math.floor((navigator.hardwareConcurrency || 2) / 2))) });
  isReady = true;
}

/** One stack of images on Cornerstone: the only module that knows its interface. */
export class StackEngine {
  readonly #engine: RenderingEngine;
  readonly #viewport: StackViewport;
  readonly #element: HTMLDivElement;
  readonly #onChange: (state: StackState) => void;
  readonly #onFailure: (index: number) => void;
  #ids: string[] = [];
  #wanted = 0;
  #isMoving = false;

  constructor(element: HTMLDivElement, onChange: (state: StackState) => void, onFailure: (index: number) => void) {
    prepare();
    this.#element = element;
    this.#onChange = onChange;
    this.#onFailure = onFailure;
    const id = `quick-look-${engines += 1}`;
    this.#engine = new RenderingEngine(id);
    this.#engine.enableElement({ viewportId: id, element, type: Enums.ViewportType.STACK, defaultOptions: { background: [0, 0, 0] } });
    this.#viewport = this.#engine.getViewport(id) as StackViewport;
    element.addEventListener(Enums.Events.IMAGE_RENDERED, this.#report);
    element.addEventListener(Enums.Events.VOI_MODIFIED, this.#report);
    element.addEventListener(Enums.Events.CAMERA_MODIFIED, this.#report);
  }

  /** Shows the stack at `index`; resolves when that image is drawn. Rejects when it cannot be. */
  async open(images: readonly StackImage[], index: number): Promise<void> {
    this.#ids = images.map(({ url }) => `wadors:${url}`);
    images.forEach((image, i) => { if (image.frame === 1) dicomImageLoader.wadors.metaDataManager.add(this.#ids[i] ?? '', image.metadata as unknown as LoaderMetadata); });
    this.#wanted = index;
    await this.#viewport.setStack(this.#ids, index);
    this.#viewport.render();
  }

  get count(): number { return this.#ids.length; }
  get state(): StackState {
    const range = this.#viewport.getProperties().voiRange;
    return { index: this.#viewport.getCurrentImageIdIndex(), zoom: this.#viewport.getZoom(), window: range ? { center: (range.lower + range.upper) / 2, width: range.upper - range.lower } : null };
  }

  scroll(by: number): void { this.goTo(this.#wanted + by); }

  /** Goes to an image; while one loads only the last one asked for is remembered, so that a fast wheel does not lag. */
  goTo(index: number): void {
    this.#wanted = Math.min(Math.max(index, 0), this.#ids.length - 1);
    if (!this.#isMoving) void this.#move();
  }

  async #move(): Promise<void> {
    this.#isMoving = true;
    while (this.#wanted !== this.#viewport.getCurrentImageIdIndex()) {
      const target = this.#wanted;
      try { await this.#viewport.setImageIdIndex(target); } catch { this.#onFailure(target); break; }
    }
    this.#isMoving = false;
    this.#report();
  }

  setWindow({ center, width }: GreyWindow): void {
    this.#viewport.setProperties({ voiRange: { lower: center - width / 2, upper: center + width / 2 } });
    this.#viewport.render();
  }
  invert(): void { this.#viewport.setProperties({ invert: !this.#viewport.getProperties().invert }); this.#viewport.render(); }
  zoomBy(factor: number): void { this.#viewport.setZoom(Math.min(Math.max(this.#viewport.getZoom() * factor, 0.2), 20)); this.#viewport.render(); }
  panBy(dx: number, dy: number): void {
    const [x, y] = this.#viewport.getPan() as Types.Point2;
    this.#viewport.setPan([x + dx, y + dy]);
    this.#viewport.render();
  }
  reset(): void { this.#viewport.resetProperties(); this.#viewport.resetCamera(); this.#viewport.render(); }
  resize(): void { this.#engine.resize(true, true); }

  close(): void {
    for (const name of [Enums.Events.IMAGE_RENDERED, Enums.Events.VOI_MODIFIED, Enums.Events.CAMERA_MODIFIED]) this.#element.removeEventListener(name, this.#report);
    imageLoadPoolManager.clearRequestStack(Enums.RequestType.Interaction);
    imageLoadPoolManager.clearRequestStack(Enums.RequestType.Prefetch);
    this.#engine.destroy();
  }

  readonly #report = (): void => { this.#onChange(this.state); };
}
