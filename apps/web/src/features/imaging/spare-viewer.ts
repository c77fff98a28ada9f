import { emptyViewer, fromViewer, type Opening, type ToViewer } from '@keneyapp/viewer/messages';
import { subscribeToSession } from '../../session/session-news.ts';

/** A viewer that is loaded and empty: no study was ever open in it. */
interface Spare {
  frame: HTMLIFrameElement;
  /** Whose: session, rights and language, all of which its configuration depends on. */
  of: string;
  isWaiting: boolean;
  /** Asked for before it could take it. */
  asked: Opening | null;
  drop: () => void;
}
let spare: Spare | null = null;
let planned: ReturnType<typeof setTimeout> | undefined;

/** After the page that is gone to, which is what the person waits for. */
const afterMs = 800;
/** So long it costs memory for nothing. */
const keptMs = 10 * 60_000;

const hasMemory = () => ((navigator as { deviceMemory?: number }).deviceMemory ?? 8) >= 4;
/** A frame that is moved otherwise than by `moveBefore` is loaded again. */
const isMovable = () => 'moveBefore' in Element.prototype;

/**
 * Who leaves a study goes on to another one: a fresh viewer is loaded for it beside the chart, hidden and without a study,
 * since loading takes two thirds of the time to the first image. The frame that showed a patient is never used again.
 * Called while a viewer is open; what it returns, when it is left.
 */
export function viewing(of: string): () => void {
  clearTimeout(planned);
  spare?.drop();
  return () => {
    if (isMovable() && hasMemory()) planned = setTimeout(() => load(of), afterMs);
  };
}

/** Whether one waits for this person. */
export const hasSpareViewer = (of: string): boolean => spare?.of === of;

/** The viewer that waits, moved into `place` and told its study; null: there is none. */
export function placeSpareViewer(place: HTMLElement, of: string, opening: Opening): HTMLIFrameElement | null {
  const ready = spare;
  if (ready?.of !== of) return null;
  spare = null;
  place.moveBefore(ready.frame, null);
  ready.asked = opening;
  if (ready.isWaiting) send(ready);
  return ready.frame;
}

function load(of: string): void {
  spare?.drop();
  const frame = document.createElement('iframe');
  frame.allow = 'fullscreen';
  frame.src = emptyViewer;
  const room = document.createElement('div');
  room.hidden = true;
  room.append(frame);
  const listening = new AbortController();
  const timer = setTimeout(() => made.drop(), keptMs);
  // it names the person, and what they may do
  const stopHearing = subscribeToSession(({ type }) => {
    if (type === 'ended') made.drop();
  });
  const made: Spare = {
    frame,
    of,
    isWaiting: false,
    asked: null,
    drop: () => {
      clearTimeout(timer);
      listening.abort();
      stopHearing();
      room.remove();
      if (spare === made) spare = null;
    },
  };
  window.addEventListener(
    'message',
    ({ origin, source, data }: MessageEvent<unknown>) => {
      if (origin !== window.location.origin || source !== frame.contentWindow) return;
      if (fromViewer(data)?.type !== 'waiting') return;
      made.isWaiting = true;
      send(made);
    },
    { signal: listening.signal },
  );
  // an answer that is no page is no viewer: the next one is loaded where its failure is said
  frame.addEventListener(
    'load',
    () => {
      if (frame.contentDocument?.contentType !== 'text/html') made.drop();
    },
    { signal: listening.signal },
  );
  spare = made;
  document.body.append(room);
}

function send(to: Spare): void {
  if (!to.asked) return;
  const message: ToViewer = { source: 'keneyapp-page', type: 'open', ...to.asked };
  to.frame.contentWindow?.postMessage(message, window.location.origin);
  // what was loaded for it is gone: listener, timer and the empty room
  to.drop();
}
