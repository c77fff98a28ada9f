/**
 * The one table of keys of everything that shows images: the quick look of the chart and the OHIF viewer obey the same,
 * and `?` shows it. A key is what `KeyboardEvent.key` says, letters in lower case; `+` and `=` are one on most keyboards.
 */
export interface ViewerKey {
  /** What the key does, and the key of its name in the messages (`imaging.keys.<action>`). */
  action: ViewerAction;
  /** The first one is shown. */
  keys: readonly string[];
  shift?: true;
  /** Present where the key works in one of the two alone. */
  only?: 'quickLook' | 'viewer';
}

export type ViewerAction =
  | 'nextImage'
  | 'previousImage'
  | 'tenForward'
  | 'tenBack'
  | 'firstImage'
  | 'lastImage'
  | 'zoomIn'
  | 'zoomOut'
  | 'panLeft'
  | 'panRight'
  | 'panUp'
  | 'panDown'
  | 'invert'
  | 'rotateRight'
  | 'rotateLeft'
  | 'flipHorizontal'
  | 'flipVertical'
  | 'reset'
  | 'play'
  | 'windowTool'
  | 'zoomTool'
  | 'panTool'
  | 'scrollTool'
  | 'length'
  | 'angle'
  | 'undo'
  | 'nextViewport'
  | 'previousViewport'
  | 'fullScreen'
  | 'help'
  | 'leave'
  | `preset${1 | 2 | 3 | 4 | 5 | 6}`;

export const viewerKeys: readonly ViewerKey[] = [
  { action: 'nextImage', keys: ['ArrowDown', 'ArrowRight'] },
  { action: 'previousImage', keys: ['ArrowUp', 'ArrowLeft'] },
  { action: 'tenForward', keys: ['PageDown'] },
  { action: 'tenBack', keys: ['PageUp'] },
  { action: 'firstImage', keys: ['Home'] },
  { action: 'lastImage', keys: ['End'] },
  { action: 'zoomIn', keys: ['+', '='] },
  { action: 'zoomOut', keys: ['-'] },
  { action: 'panLeft', keys: ['ArrowLeft'], shift: true },
  { action: 'panRight', keys: ['ArrowRight'], shift: true },
  { action: 'panUp', keys: ['ArrowUp'], shift: true },
  { action: 'panDown', keys: ['ArrowDown'], shift: true },
  { action: 'preset1', keys: ['1'] },
  { action: 'preset2', keys: ['2'] },
  { action: 'preset3', keys: ['3'] },
  { action: 'preset4', keys: ['4'] },
  { action: 'preset5', keys: ['5'] },
  { action: 'preset6', keys: ['6'] },
  { action: 'invert', keys: ['i'] },
  { action: 'rotateRight', keys: ['r'] },
  { action: 'rotateLeft', keys: ['l'] },
  { action: 'flipHorizontal', keys: ['h'] },
  { action: 'flipVertical', keys: ['v'] },
  { action: 'reset', keys: ['0', ' '] },
  { action: 'play', keys: ['c'] },
  { action: 'windowTool', keys: ['w'] },
  { action: 'zoomTool', keys: ['z'] },
  { action: 'panTool', keys: ['p'] },
  { action: 'scrollTool', keys: ['s'] },
  { action: 'length', keys: ['d'], only: 'viewer' },
  { action: 'angle', keys: ['a'], only: 'viewer' },
  { action: 'undo', keys: ['u'], only: 'viewer' },
  { action: 'nextViewport', keys: ['n'], only: 'viewer' },
  { action: 'previousViewport', keys: ['b'], only: 'viewer' },
  { action: 'fullScreen', keys: ['f'] },
  { action: 'help', keys: ['?'] },
  { action: 'leave', keys: ['Escape'] },
];

/** The part of a `KeyboardEvent` that matters. */
export interface KeyPress {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  altKey: boolean;
  metaKey: boolean;
}

/** What a key press means to the quick look or the viewer; null: nothing, or it is the page's own (Ctrl, Alt, Meta). */
export function actionOf(press: KeyPress, place: 'quickLook' | 'viewer'): ViewerAction | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null;
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  // Shift makes `?`, `+` and digits on many keyboards: it counts where the table asks for it, and for arrows.
  const isArrow = key.startsWith('Arrow');
  const found = viewerKeys.find(
    (row) =>
      row.keys.includes(key) &&
      (row.only === undefined || row.only === place) &&
      (!isArrow || (row.shift ?? false) === press.shiftKey),
  );
  return found?.action ?? null;
}

/** Levels as radiology departments teach them, in Hounsfield units; the keys 1 to 6 choose them for CT, in both viewers. */
export const ctPresets = [
  { name: 'softTissue', window: { center: 50, width: 350 } },
  { name: 'lung', window: { center: -600, width: 1500 } },
  { name: 'bone', window: { center: 480, width: 2500 } },
  { name: 'brain', window: { center: 40, width: 80 } },
  { name: 'abdomen', window: { center: 60, width: 400 } },
  { name: 'liver', window: { center: 90, width: 150 } },
] as const satisfies readonly { name: string; window: { center: number; width: number } }[];
