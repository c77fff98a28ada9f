import { compareId } from './compare-protocol.ts';
import { linkedIndex, matchingIndex, placesOf, type Anchor, type StackPlaces } from './linked-index.ts';
import type { Ohif, Services, Viewport } from './ohif.ts';
import { word } from './words.ts';

const panes = ['compare-current', 'compare-prior'] as const;

/** The two stacks of a comparison scroll together; a button between them takes the link off, to align them by hand. */
export class LinkedScrolling {
  readonly #services: Services;
  readonly #places = new WeakMap<readonly string[], StackPlaces>();
  readonly #button: HTMLButtonElement;
  #isLinked = true;
  #isAligned = false;
  #anchor: { index: Record<string, number>; stacks: Record<string, readonly string[]> } | null = null;
  /** The viewport somebody works in: the other one follows it, and not the other way round. */
  #driver: string | null = null;

  constructor({ servicesManager }: Ohif) {
    this.#services = servicesManager.services;
    this.#button = this.#makeButton();
  }

  /** Undo with what it returns. */
  observe(): () => void {
    const { hangingProtocolService: protocols, cornerstoneViewportService: viewports } = this.#services;
    const undo = new AbortController();
    const options = { capture: true, passive: true, signal: undo.signal };
    const drives = (event: Event) => {
      this.#driver = this.#shown().find(({ element }) => element.contains(event.target as Node))?.id ?? null;
    };
    window.addEventListener('wheel', drives, options);
    window.addEventListener('pointerdown', drives, options);
    window.addEventListener('keydown', () => (this.#driver = null), options);
    // told on the element of the viewport, and does not bubble
    window.addEventListener(
      window.cornerstone.Enums.Events.STACK_NEW_IMAGE,
      (event) => this.#scrolled(event),
      options,
    );
    const ready = new Set<string>();
    const subscriptions = [
      protocols.subscribe(protocols.EVENTS['PROTOCOL_CHANGED'] ?? '', () => {
        ready.clear();
        this.#anchor = null;
        this.#isAligned = false;
        this.#showButton();
      }),
      // told when a stack is there altogether: another image asked for before would break off its opening
      viewports.subscribe(
        viewports.EVENTS['VIEWPORT_DATA_CHANGED'] ?? '',
        ({ viewportId }: { viewportId: string }) => {
          ready.add(viewportId);
          // opened by its address: what the button stands in was not there when the protocol was chosen
          this.#showButton();
          if (panes.every((pane) => ready.has(pane))) requestAnimationFrame(() => this.#align());
        },
      ),
    ];
    return () => {
      undo.abort();
      for (const subscription of subscriptions) subscription.unsubscribe();
      this.#button.remove();
    };
  }

  /** Once both stacks of a pair are on the screen, the prior goes to where the current one is. */
  #align(): void {
    const [current, prior, ...more] = this.#shown();
    if (this.#isAligned || !current || !prior?.setImageIdIndex || more.length > 0) return;
    const [from, to] = [this.#placesOf(current), this.#placesOf(prior)];
    if (from.places.length === 0 || to.places.length === 0 || !prior.getCurrentImageId()) return;
    const index = matchingIndex(from, to, current.getCurrentImageIdIndex());
    this.#isAligned = true;
    const now = this.#now([current, prior]);
    this.#anchor = { ...now, index: { ...now.index, [prior.id]: index } };
    void prior.setImageIdIndex(index);
  }

  #shown(): Viewport[] {
    if (this.#services.hangingProtocolService.protocol?.id !== compareId) return [];
    return panes.flatMap((id) => this.#services.cornerstoneViewportService.getCornerstoneViewport(id) ?? []);
  }

  #scrolled(event: Event): void {
    const shown = this.#shown();
    const source = shown.find(({ element }) => element === event.target);
    const target = shown.find((viewport) => viewport !== source);
    if (!source || !target?.setImageIdIndex || !this.#isAligned) return;
    const anchor = this.#anchorOf(source, target);
    const driver = this.#driver ?? this.#services.viewportGridService.getActiveViewportId();
    if (!this.#isLinked || driver !== source.id) return;
    const [from, to] = [this.#placesOf(source), this.#placesOf(target)];
    const index = linkedIndex(from, to, source.getCurrentImageIdIndex(), anchor);
    if (index !== target.getCurrentImageIdIndex()) void target.setImageIdIndex(index);
  }

  /** The pair the link starts from: what is on the screen when a stack is new, or when it is linked again. */
  #anchorOf(source: Viewport, target: Viewport): Anchor {
    const known = this.#anchor;
    if (
      !known ||
      !this.#isLinked ||
      known.stacks[source.id] !== source.getImageIds() ||
      known.stacks[target.id] !== target.getImageIds()
    )
      this.#anchor = this.#now([source, target]);
    return { from: this.#anchor?.index[source.id] ?? 0, to: this.#anchor?.index[target.id] ?? 0 };
  }

  #now(viewports: Viewport[]) {
    return {
      index: Object.fromEntries(
        viewports.map((viewport) => [viewport.id, viewport.getCurrentImageIdIndex()]),
      ),
      stacks: Object.fromEntries(viewports.map((viewport) => [viewport.id, viewport.getImageIds()])),
    };
  }

  #placesOf(viewport: Viewport): StackPlaces {
    const imageIds = viewport.getImageIds();
    const known = this.#places.get(imageIds);
    if (known) return known;
    const planes = imageIds.map((id) => window.cornerstone.metaData.get('imagePlaneModule', id));
    const places = placesOf(
      planes.map((plane) =>
        plane?.imagePositionPatient && plane.rowCosines && plane.columnCosines
          ? {
              position: Array.from(plane.imagePositionPatient),
              row: Array.from(plane.rowCosines),
              column: Array.from(plane.columnCosines),
            }
          : null,
      ),
      planes[0]?.frameOfReferenceUID ?? null,
    );
    this.#places.set(imageIds, places);
    return places;
  }

  #makeButton(): HTMLButtonElement {
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset['keneyapp'] = 'link';
    button.style.cssText =
      'position:absolute;z-index:20;left:50%;bottom:8px;transform:translateX(-50%);min-height:28px;padding:2px 12px;border-radius:14px;font-size:13px;border:1px solid #8aa4c8';
    button.addEventListener('click', () => {
      this.#isLinked = !this.#isLinked;
      if (this.#isLinked) this.#anchor = this.#now(this.#shown());
      this.#showButton();
    });
    return button;
  }

  #showButton(): void {
    const grid = document.querySelector('[data-cy="viewport-grid"]');
    if (this.#services.hangingProtocolService.protocol?.id !== compareId || !grid)
      return this.#button.remove();
    this.#button.textContent = word('linked');
    this.#button.title = word('linkedTitle');
    this.#button.setAttribute('aria-pressed', String(this.#isLinked));
    this.#button.style.background = this.#isLinked ? '#1e5aa8' : '#14181f';
    this.#button.style.color = '#fff';
    if (!this.#button.isConnected) (grid.parentElement ?? grid).append(this.#button);
  }
}
