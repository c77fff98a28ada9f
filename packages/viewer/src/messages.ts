/**
 * What the page of the chart and the OHIF viewer in its frame tell each other, by `postMessage` on one origin. Nothing in
 * them is needed to authorise anything: the viewer's requests go through the proxy with the person's own session.
 */
import type { ViewerAction } from './keys.ts';

/** One image at a time, three planes through one volume, or the study beside a prior one. */
export type ViewerLayout = 'stack' | 'mpr' | 'compare';

/** The hanging protocol of the address (`hangingprotocolId`) that opens the viewer in a layout; null: none is named. */
const protocolOf = {
  stack: null,
  mpr: '@keneyapp/mpr',
  compare: '@keneyapp/compare',
} as const satisfies Record<ViewerLayout, string | null>;

/** What a frame of the viewer is opened with. */
export interface Opening {
  study: string;
  prior: string | null;
  mode: ViewerLayout;
}

/** Where the viewer has no study: it is loaded and waits for one (`open`). */
export const emptyViewer = '/ohif/empty';

/** Address of the viewer on these studies. */
export function viewerAddress({ study, prior, mode }: Opening): string {
  const studies = prior ? `${study},${prior}` : study;
  const protocol = protocolOf[mode];
  return `/ohif/viewer?StudyInstanceUIDs=${studies}${protocol ? `&hangingprotocolId=${protocol}` : ''}`;
}

interface FromViewerMessages {
  /** The session is over: a request was answered 401. */
  unauthorized: object;
  /** A request failed otherwise. */
  failed: object;
  /** Somebody works in the viewer: keeps the session alive. */
  active: object;
  /** The viewer runs and takes messages. Messages sent before are lost. */
  ready: object;
  /** Loaded without a study: takes `open`, once. */
  waiting: object;
  /**
   * Images of all viewports that are fetched, of how many are asked for; `first` once an image is on the screen;
   * `studies`: of which studies the viewports are.
   */
  progress: { loaded: number; total: number; first: boolean; studies: readonly string[] };
  /** A key that is the page's: the command palette (Ctrl+K), the table of keys, full screen, leaving. */
  key: { action: 'palette' | Extract<ViewerAction, 'help' | 'fullScreen' | 'leave'> };
  /** How many measurements are not stored yet; `mayStore` is false for who may measure but not store. */
  measurements: { unsaved: number; mayStore: boolean };
  /** The answer to `store`: stored as a structured report, or not and why. */
  stored: { ok: true } | { ok: false; reason: 'nothing' | 'forbidden' | 'failed' };
  /**
   * What is on the screen now: told after opening, as the answer to `layout` (`ok` false: it could not be done, what
   * was on the screen stays, `reason` says why) and when the person chose another layout inside the viewer.
   */
  layout: {
    mode: ViewerLayout;
    prior: string | null;
    ok: boolean;
    reason?: 'noVolume' | 'noMatch' | 'failed';
  };
}

interface ToViewerMessages {
  /** The page hears from now on, and may be later than the viewer: what is so is told again. */
  report: object;
  /** The study of a frame that was loaded empty. A frame takes one in its life: nothing of another can be left in it. */
  open: Opening;
  /** Puts the focus onto the active image. */
  focus: object;
  /** Stores the measurements that are not stored yet; answered by `stored`. */
  store: object;
  /** Lays the measurements that are not stored yet aside: the person chose so. */
  discard: object;
  /**
   * Another layout in the running viewer, without loading the frame again: measurements stay. `prior` is the UID of the
   * study to compare with; its images are fetched when they are not there yet. Answered by `layout`.
   */
  layout: { mode: 'stack' | 'mpr' } | { mode: 'compare'; prior: string };
}

type Message<Source extends string, Messages> = {
  [Type in keyof Messages]: { source: Source; type: Type } & Messages[Type];
}[keyof Messages];

export type FromViewer = Message<'keneyapp-viewer', FromViewerMessages>;
export type ToViewer = Message<'keneyapp-page', ToViewerMessages>;

const isFrom = (source: string, data: unknown) =>
  typeof data === 'object' && data !== null && (data as { source?: unknown }).source === source;

/** What came from the viewer's frame; null for anything else. Check origin and window of the event before. */
export const fromViewer = (data: unknown): FromViewer | null =>
  isFrom('keneyapp-viewer', data) ? (data as FromViewer) : null;

/** What came from the page; null for anything else. Check origin and window of the event before. */
export const toViewer = (data: unknown): ToViewer | null =>
  isFrom('keneyapp-page', data) ? (data as ToViewer) : null;
