import { namesOfNotShown } from './names-of-not-shown.ts';
import type { Services } from './ohif.ts';
import { postToPage } from './page.ts';
import { word } from './words.ts';

/** Series come one after the other. */
const lastSeriesMs = 1_500;

/** Says beside the images which objects of the studies OHIF does not draw, and where they are read. */
export class NotShown {
  readonly #services: Services;
  readonly #note = document.createElement('div');
  readonly #text = document.createElement('p');
  #isPutAway = false;
  #noneComes: ReturnType<typeof setTimeout> | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#note.dataset['keneyapp'] = 'not-shown';
    this.#note.setAttribute('role', 'note');
    this.#note.style.cssText =
      'position:absolute;z-index:20;left:8px;bottom:8px;display:flex;gap:8px;align-items:center;max-width:min(60ch,calc(100% - 16px));padding:4px 4px 4px 12px;border-radius:6px;font-size:13px;background:#14181f;color:#fff;border:1px solid #8aa4c8';
    const close = document.createElement('button');
    close.type = 'button';
    close.textContent = '×';
    close.setAttribute('aria-label', word('putAway'));
    close.style.cssText = 'min-width:28px;min-height:28px;font-size:18px;color:#fff';
    close.addEventListener('click', () => {
      this.#isPutAway = true;
      this.#note.remove();
    });
    this.#text.style.margin = '0';
    this.#note.append(this.#text, close);
  }

  /** Undo with what it returns. */
  observe(): () => void {
    const { displaySetService: sets, hangingProtocolService: protocols } = this.#services;
    const all = [
      ...['DISPLAY_SETS_ADDED', 'DISPLAY_SETS_CHANGED'].map((event) =>
        // what is not drawn is added after the event that tells of what is
        sets.subscribe(sets.EVENTS[event] ?? '', () => setTimeout(() => this.#say())),
      ),
      protocols.subscribe(protocols.EVENTS['PROTOCOL_CHANGED'] ?? '', () => this.#say()),
    ];
    return () => {
      for (const subscription of all) subscription.unsubscribe();
      clearTimeout(this.#noneComes);
      this.#note.remove();
    };
  }

  again(): void {
    this.#say();
  }

  #say(): void {
    const sets = this.#services.displaySetService.getActiveDisplaySets();
    const names = namesOfNotShown(sets);
    const grid = document.querySelector('[data-cy="viewport-grid"]');
    this.#tellThatNoneCome();
    if (this.#isPutAway || names === '' || !grid) return;
    this.#text.textContent = `${word('notShown')} ${names}. ${word('notShownWhere')}`;
    if (!this.#note.isConnected) (grid.parentElement ?? grid).append(this.#note);
  }

  /** Without any image what is said here is what there is to see: once no series has come for a while. */
  #tellThatNoneCome(): void {
    clearTimeout(this.#noneComes);
    const sets = this.#services.displaySetService.getActiveDisplaySets();
    if (sets.length === 0 || !sets.every((set) => set.unsupported)) return;
    const studies = [...new Set(sets.map((set) => set.StudyInstanceUID))];
    this.#noneComes = setTimeout(
      () => postToPage('progress', { loaded: 0, total: 0, first: true, studies }),
      lastSeriesMs,
    );
  }
}
