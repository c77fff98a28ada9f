export {
  frameAttributes,
  paletteOf,
  type DicomJson,
  type FrameAttributes,
  type GreyWindow,
  type Palette,
} from './frame-attributes.ts';
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
