import { frameAttributes, type FrameAttributes } from '@keneyapp/clinical/images';
import type { JsonDataset } from '../json-model.ts';

/** What must be known of a frame to read and to draw it; from the metadata of its object. */
export interface FrameDescription extends FrameAttributes {
  transferSyntax: string;
}

export function describe(json: JsonDataset, transferSyntax: string, frame: number): FrameDescription {
  return { ...frameAttributes(json, frame), transferSyntax };
}
