import {
  overlaysOf,
  paletteOf,
  tablesOf,
  type Overlay,
  type Palette,
  type Tables,
} from '@keneyapp/clinical/images';
import { bulkSegments } from '../bulk.ts';
import { gather, type StoredInstance } from '../frames.ts';
import type { FrameDescription } from './frame.ts';

/** What an object brings along beside its pixels to be drawn rightly. */
export interface Extras {
  palette: Palette | null;
  tables: Tables;
  overlays: Overlay[];
}

/** Throws when something that the object announces is not there or not understood: without it the picture would be wrong. */
export async function extrasOf(
  instance: StoredInstance,
  frame: number,
  facts: FrameDescription,
): Promise<Extras> {
  const read = async (uri: string): Promise<Uint8Array> => {
    const parts = await bulkSegments(instance, uri.replace(/^bulkdata\//, ''));
    if (!parts) throw new Error('a table of the image is missing');
    return gather(parts.flat());
  };
  const { metadata } = instance;
  const [palette, tables, overlays] = await Promise.all([
    facts.photometric === 'PALETTE COLOR' ? paletteOf(metadata, read) : null,
    facts.samples === 1 ? tablesOf(metadata, frame, read) : { modality: null, voi: null },
    overlaysOf(metadata, frame, facts, read),
  ]);
  return { palette, tables, overlays };
}
