import { frameAttributes, type DicomJson } from './frame-attributes.ts';

/** What an image asks for and the embedded viewer (OHIF 3.13, Cornerstone 3) draws without. */
export type LeftOut = 'modalityTable' | 'voiTable' | 'overlay' | 'pixelShape' | 'bits';

/** The attributes that `leftOutByViewer` judges by, for an includefield. */
export const viewerFields = [
  '00181164',
  '00280030',
  '00280034',
  '00280100',
  '00280101',
  '00280102',
  '00281050',
  '00281051',
  '00283000',
  '00283010',
  '60000010',
];

export function leftOutByViewer(metadata: DicomJson): LeftOut[] {
  const has = (tag: string) => (metadata[tag]?.Value?.length ?? 0) > 0,
    facts = frameAttributes(metadata, 1);
  return [
    ...(has('00283000') ? (['modalityTable'] as const) : []),
    ...(has('00283010') && facts.window === null ? (['voiTable'] as const) : []),
    ...(has('60000010') ? (['overlay'] as const) : []),
    // it knows the shape of pixels by their spacing alone
    ...(!has('00280030') && !has('00181164') && facts.pixelHeight !== 1 ? (['pixelShape'] as const) : []),
    ...(has('00280102') && facts.highBit !== facts.bitsStored - 1 ? (['bits'] as const) : []),
  ];
}
