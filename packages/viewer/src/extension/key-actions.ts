import { ctPresets, type ViewerAction } from '../keys.ts';
import { activeViewport } from './active-image.ts';
import type { CommandsManager, Ohif, Services, Viewport } from './ohif.ts';

/** What is the page's own: told to it instead of done here. */
export type PageAction = Extract<ViewerAction, 'help' | 'fullScreen' | 'leave'>;
type Do = (run: CommandsManager['runCommand'], viewport: Viewport, services: Services) => void;

const command =
  (name: string, options: Record<string, unknown> = {}): Do =>
  (run) =>
    // OHIF writes into the options it is given
    void run(name, { ...options });
const tool = (toolName: string) => command('setToolActiveToolbar', { toolName });
const panStep = 40;
const pan =
  (x: number, y: number): Do =>
  (_run, viewport) => {
    const [atX, atY] = viewport.getPan();
    viewport.setPan([atX + x * panStep, atY + y * panStep]);
    viewport.render();
  };

/** A window of the table, for CT alone: only there grey levels have absolute units. */
function preset(n: number): Do {
  return (run, viewport, services) => {
    const chosen = ctPresets[n - 1];
    const [uid = ''] =
      services.viewportGridService.getState().viewports.get(viewport.id)?.displaySetInstanceUIDs ?? [];
    if (chosen && services.displaySetService.getDisplaySetByUID(uid)?.Modality === 'CT')
      run('setViewportWindowLevel', {
        viewportId: viewport.id,
        windowWidth: chosen.window.width,
        windowCenter: chosen.window.center,
        displaySetInstanceUID: uid,
      });
  };
}

/** Film: the bar of OHIF appears, and the images run; once more, and both are over. */
const play: Do = (_run, viewport, { cineService }) => {
  const isPlaying = cineService.getState().cines[viewport.id]?.isPlaying === true;
  cineService.setIsCineEnabled(!isPlaying);
  cineService.setCine({ id: viewport.id, isPlaying: !isPlaying, frameRate: 12 });
};

const actions: Record<Exclude<ViewerAction, PageAction>, Do> = {
  nextImage: command('nextImage'),
  previousImage: command('previousImage'),
  tenForward: command('nextImage', { direction: 10 }),
  tenBack: command('previousImage', { direction: -10 }),
  firstImage: command('firstImage'),
  lastImage: command('lastImage'),
  zoomIn: command('scaleUpViewport'),
  zoomOut: command('scaleDownViewport'),
  panLeft: pan(-1, 0),
  panRight: pan(1, 0),
  panUp: pan(0, -1),
  panDown: pan(0, 1),
  preset1: preset(1),
  preset2: preset(2),
  preset3: preset(3),
  preset4: preset(4),
  preset5: preset(5),
  preset6: preset(6),
  invert: command('invertViewport'),
  rotateRight: command('rotateViewportCW'),
  rotateLeft: command('rotateViewportCCW'),
  flipHorizontal: command('flipViewportHorizontal'),
  flipVertical: command('flipViewportVertical'),
  reset: command('resetViewport'),
  play,
  windowTool: tool('WindowLevel'),
  zoomTool: tool('Zoom'),
  panTool: tool('Pan'),
  scrollTool: tool('StackScroll'),
  length: tool('Length'),
  angle: tool('Angle'),
  undo: command('undo'),
  nextViewport: command('incrementActiveViewport'),
  previousViewport: command('decrementActiveViewport'),
};

/** Does with the active image what the table of keys says. */
export function act(action: Exclude<ViewerAction, PageAction>, ohif: Ohif): void {
  const { services } = ohif.servicesManager;
  const viewport = activeViewport(services);
  if (viewport)
    actions[action]((name, options) => ohif.commandsManager.runCommand(name, options), viewport, services);
}
