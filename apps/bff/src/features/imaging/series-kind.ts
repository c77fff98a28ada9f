/** What a series holds, for saying so where it cannot be shown as images. */
export type SeriesKind =
  | 'image'
  | 'report'
  | 'structures'
  | 'dose'
  | 'waveform'
  | 'presentation'
  | 'selection'
  | 'segmentation'
  | 'document'
  | 'video'
  | 'other';

/** SOP classes of PS3.4 annex B that are no plain images, by the end of their UID under 1.2.840.10008.5.1.4.1.1. */
const classes: [RegExp, SeriesKind][] = [
  [/^88\.59$/, 'selection'],
  [/^88\./, 'report'],
  [/^481\.3$/, 'structures'],
  [/^481\.2$/, 'dose'],
  [/^481\./, 'other'],
  [/^9\./, 'waveform'],
  [/^11\./, 'presentation'],
  [/^66(\.|$)/, 'segmentation'],
  [/^104\./, 'document'],
  [/^77\.1\.[124]\.1$/, 'video'],
  [/^(67|68|200|201)(\.|$)/, 'other'],
];
const modalities: Record<string, SeriesKind> = {
  SR: 'report',
  RTSTRUCT: 'structures',
  RTDOSE: 'dose',
  RTPLAN: 'other',
  RTRECORD: 'other',
  REG: 'other',
  ECG: 'waveform',
  HD: 'waveform',
  EPS: 'waveform',
  RESP: 'waveform',
  AU: 'waveform',
  PR: 'presentation',
  KO: 'selection',
  SEG: 'segmentation',
  DOC: 'document',
  FID: 'other',
  PLAN: 'other',
  RWV: 'other',
};

/** By SOP class where the record names it, else by modality. */
export function seriesKind(sopClass: string | null, modality: string | null): SeriesKind {
  const tail = sopClass ? /^1\.2\.840\.10008\.5\.1\.4\.1\.1\.(.+)$/.exec(sopClass)?.[1] : undefined;
  const byClass = tail ? classes.find(([pattern]) => pattern.test(tail))?.[1] : undefined;
  return byClass ?? modalities[modality ?? ''] ?? 'image';
}
