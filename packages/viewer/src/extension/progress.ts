import type { Services } from './ohif.ts';
import { postToPage } from './page.ts';

/** How many of the images of all viewports are there. The page shows it; told at most ten times a second. */
export class Progress {
  readonly #services: Services;
  #first = false;
  #told = '';
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(services: Services) {
    this.#services = services;
  }

  /** Undo with what it returns. */
  observe(): () => void {
    const { eventTarget, Enums } = window.cornerstone;
    const undo = new AbortController();
    const { signal } = undo;
    const soon = () => {
      this.#timer ??= setTimeout(() => {
        this.#timer = null;
        this.#tell();
      }, 100);
    };
    eventTarget.addEventListener(Enums.Events.IMAGE_CACHE_IMAGE_ADDED, soon, { signal });
    // told on the element of the viewport, and does not bubble
    window.addEventListener(
      Enums.Events.IMAGE_RENDERED,
      () => {
        if (this.#first) return;
        this.#first = true;
        this.#tell();
      },
      { signal, capture: true },
    );
    const grid = this.#services.viewportGridService;
    const subscription = grid.subscribe(grid.EVENTS['GRID_STATE_CHANGED'] ?? '', soon);
    return () => {
      undo.abort();
      subscription.unsubscribe();
      if (this.#timer) clearTimeout(this.#timer);
    };
  }

  /** Tells it again. */
  again(): void {
    this.#told = '';
    this.#tell();
  }

  #tell(): void {
    const { viewportGridService, displaySetService } = this.#services;
    const sets = [...viewportGridService.getState().viewports.values()].flatMap((viewport) =>
      (viewport.displaySetInstanceUIDs ?? []).flatMap(
        (uid) => displaySetService.getDisplaySetByUID(uid) ?? [],
      ),
    );
    const shown = new Set(
      sets.flatMap((set) => set.imageIds ?? set.images?.flatMap((image) => image.imageId ?? []) ?? []),
    );
    const studies = [...new Set(sets.map((set) => set.StudyInstanceUID))];
    const loaded = [...shown].filter((imageId) => window.cornerstone.cache.isLoaded(imageId)).length;
    const now = { loaded, total: shown.size, first: this.#first, studies };
    const told = JSON.stringify(now);
    if (told === this.#told || shown.size === 0) return;
    this.#told = told;
    postToPage('progress', now);
  }
}
