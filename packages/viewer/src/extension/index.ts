import { focusImage } from './active-image.ts';
import { Comparison, compareProtocol } from './compare-protocol.ts';
import { openWhenAsked } from './empty.ts';
import { withOurTexts } from './french.ts';
import { obeyKeys } from './key-presses.ts';
import { Layouts } from './layouts.ts';
import { LinkedScrolling } from './linked-scrolling.ts';
import { Measurements } from './measurements.ts';
import { mprProtocol } from './mpr-protocol.ts';
import { makeRoom } from './narrow.ts';
import { NotShown } from './not-shown.ts';
import type { Ohif } from './ohif.ts';
import { onPage, postToPage } from './page.ts';
import { Panels } from './panels.ts';
import { Progress } from './progress.ts';
import { markRequests } from './request-mark.ts';
import { stackProtocol } from './stack-protocol.ts';
import { TabStops } from './tab-stops.ts';

/**
 * What runs inside OHIF: the table of keys, measurements that are not lost, layouts without loading again, progress, and
 * the words of its panels. Built into one script by scripts/build-viewer-extension.mjs, which runs before OHIF's own.
 */
let undo: (() => void)[] = [];
let appConfig: Ohif['appConfig'] = {};

const extension = {
  id: '@keneyapp/viewer',

  /** The only time that the configuration is handed over. */
  preRegistration(ohif: Ohif): void {
    appConfig = ohif.appConfig;
  },

  getHangingProtocolModule: () =>
    [stackProtocol, mprProtocol, compareProtocol].map((protocol) => ({ name: protocol.id, protocol })),

  onModeEnter({ servicesManager, commandsManager }: Ohif): void {
    const ohif = { servicesManager, commandsManager, appConfig };
    const { services } = ohif.servicesManager;
    const comparison = new Comparison(services);
    const layouts = new Layouts(ohif, comparison);
    const measurements = new Measurements(ohif);
    const progress = new Progress(services);
    const notShown = new NotShown(services);
    new Panels(services, comparison).customise();
    undo = [
      markRequests(),
      makeRoom(),
      notShown.observe(),
      layouts.observe(),
      measurements.observe(),
      new LinkedScrolling(ohif).observe(),
      progress.observe(),
      // before the keys of the images: an arrow in a toolbar is the toolbar's
      new TabStops(ohif).observe(),
      obeyKeys(ohif),
      onPage({
        focus: () => focusImage(ohif),
        store: () => void measurements.store(),
        discard: () => measurements.discard(),
        layout: (asked) => void layouts.change(asked),
        report: () => {
          postToPage('ready', {});
          for (const each of [progress, measurements, layouts, notShown]) each.again();
        },
      }),
    ];
    postToPage('ready', {});
  },

  onModeExit(): void {
    for (const each of undo.splice(0)) each();
  },
};

declare global {
  interface Window {
    config: { extensions: unknown[] };
    keneyappTexts: typeof withOurTexts;
  }
}
window.config.extensions.push(extension);
window.keneyappTexts = withOurTexts;
openWhenAsked();
