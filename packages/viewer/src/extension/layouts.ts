import type { ToViewer, ViewerLayout } from '../messages.ts';
import { compareId, type Comparison } from './compare-protocol.ts';
import { mprProtocol } from './mpr-protocol.ts';
import type { Ohif, Services } from './ohif.ts';
import { postToPage } from './page.ts';
import { shownLast, stackProtocol } from './stack-protocol.ts';

type Asked = Extract<ToViewer, { type: 'layout' }>;

/** OHIF's own protocols through a volume, which its menu of layouts offers. */
const volumetric = new Set([
  mprProtocol.id,
  'mpr',
  'fourUp',
  'main3D',
  'mprAnd3DVolumeViewport',
  'only3D',
  'primary3D',
  'primaryAxial',
]);

const modeOf = (protocolId: string | undefined): ViewerLayout =>
  protocolId === compareId ? 'compare' : volumetric.has(protocolId ?? '') ? 'mpr' : 'stack';

/** Changes layouts in the running viewer, so that nothing that was measured is lost. */
export class Layouts {
  readonly #ohif: Ohif;
  readonly #comparison: Comparison;
  #prior: string | null;
  #last: string | null = null;

  constructor(ohif: Ohif, comparison: Comparison) {
    this.#ohif = ohif;
    this.#comparison = comparison;
    const [own, other] = studiesOfAddress();
    this.#prior = other ?? null;
    if (own && other) comparison.choose(own, other);
    this.#services.hangingProtocolService.addCustomAttribute(
      shownLast,
      'Shown last',
      (displaySet) => displaySet.displaySetInstanceUID === this.#last,
    );
  }

  get #services(): Services {
    return this.#ohif.servicesManager.services;
  }

  get #mode(): ViewerLayout {
    return modeOf(this.#services.hangingProtocolService.protocol?.id);
  }

  /** Tells what is on the screen, now and after each change. Undo with what it returns. */
  observe(): () => void {
    const { hangingProtocolService: protocols } = this.#services;
    const changed = () => {
      if (this.#mode === 'mpr') this.#crosshairs();
      this.#tell(true);
    };
    const all = ['PROTOCOL_CHANGED', 'PROTOCOL_RESTORED'].map((event) =>
      protocols.subscribe(protocols.EVENTS[event] ?? event, changed),
    );
    return () => all.forEach((subscription) => subscription.unsubscribe());
  }

  /** Tells what is on the screen again. */
  again(): void {
    if (this.#services.hangingProtocolService.protocol) this.#tell(true);
  }

  async change(asked: Asked): Promise<void> {
    const [own] = studiesOfAddress();
    const { hangingProtocolService, displaySetService } = this.#services;
    if (!own || !hangingProtocolService.protocol) return this.#tell(false, 'failed');
    this.#remember(own);
    try {
      if (asked.mode === 'compare') {
        await this.#ohif.commandsManager.runCommand('loadStudy', { StudyInstanceUID: asked.prior });
        this.#comparison.choose(own, asked.prior);
        if (!this.#comparison.pair) return this.#tell(false, 'noMatch');
        this.#prior = asked.prior;
      } else if (
        asked.mode === 'mpr' &&
        !displaySetService
          .getActiveDisplaySets()
          .some((set) => set.StudyInstanceUID === own && set.isReconstructable)
      )
        return this.#tell(false, 'noVolume');
      hangingProtocolService.run(
        {
          activeStudy: { StudyInstanceUID: own },
          displaySets: displaySetService
            .getActiveDisplaySets()
            .filter((set) => asked.mode === 'compare' || set.StudyInstanceUID === own),
        },
        asked.mode === 'compare' ? compareId : asked.mode === 'mpr' ? mprProtocol.id : stackProtocol.id,
      );
    } catch {
      this.#tell(false, 'failed');
    }
  }

  /** The series of the page's own study that is looked at, to go on with in the next layout. */
  #remember(own: string): void {
    const { viewportGridService, displaySetService } = this.#services;
    const { activeViewportId, viewports } = viewportGridService.getState();
    const shown = [viewports.get(activeViewportId ?? ''), ...viewports.values()]
      .flatMap((viewport) => viewport?.displaySetInstanceUIDs ?? [])
      .find((uid) => displaySetService.getDisplaySetByUID(uid)?.StudyInstanceUID === own);
    this.#last = shown ?? this.#last;
  }

  #tell(ok: boolean, reason?: 'noVolume' | 'noMatch' | 'failed'): void {
    const mode = this.#mode;
    postToPage('layout', {
      mode,
      prior: mode === 'compare' ? this.#prior : null,
      ok,
      ...(reason ? { reason } : {}),
    });
  }

  /** On as soon as the last plane has its volume: before, there is no centre to put them on. */
  #crosshairs(): void {
    const { cornerstoneViewportService: viewports } = this.#services;
    const waiting = new Set(['mpr-axial', 'mpr-sagittal', 'mpr-coronal']);
    const subscription = viewports.subscribe(
      viewports.EVENTS['VIEWPORT_VOLUMES_CHANGED'] ?? '',
      ({ viewportInfo }: { viewportInfo: { viewportId: string } }) => {
        waiting.delete(viewportInfo.viewportId);
        if (waiting.size > 0) return;
        subscription.unsubscribe();
        requestAnimationFrame(() => {
          if (this.#mode !== 'mpr') return;
          this.#ohif.commandsManager.runCommand('setToolActiveToolbar', {
            toolName: 'Crosshairs',
            toolGroupIds: ['mpr'],
          });
        });
      },
    );
  }
}

/** The page's own study, and the one to compare it with. */
function studiesOfAddress(): string[] {
  const asked = new URLSearchParams(window.location.search);
  return asked.getAll('StudyInstanceUIDs').flatMap((list) => list.split(',').filter(Boolean));
}
