/** What must be known of a frame to read it; from the metadata of its object. */
export interface FrameDescription {
  transferSyntax: string;
  rows: number;
  columns: number;
  samples: number;
  bitsAllocated: number;
  bitsStored: number;
  signed: boolean;
  photometric: string;
  planar: boolean;
}
