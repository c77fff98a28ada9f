export {
  frameFacts,
  paletteOf,
  type DicomJson,
  type FrameFacts,
  type GreyWindow,
  type Palette,
} from './facts.ts';
export { judge, withColourMarker, type Refusal } from './judge.ts';
export { overlaysOf, tablesOf, type Overlay, type Tables } from './tables.ts';
export { asStored, paint, picture, type Decoded, type Painted, type Picture, type Samples } from './paint.ts';
export { decodeRle } from './rle.ts';
export { leftOutByViewer, viewerFields, type LeftOut } from './left-out.ts';
export {
  edgeLetters,
  isOnItsSide,
  orientationOf,
  turned,
  upright,
  type EdgeLetters,
  type Orientation,
  type Turn,
} from './orientation.ts';
