import type { ImagingView, StudyRow } from '@keneyapp/bff/features/imaging/view';
import type { DicomJson } from '../features/imaging/dicom-json.ts';
import { serve } from './serve.ts';

export const size = 16;
export const study = (part: Partial<StudyRow> = {}): StudyRow => ({
  id: 's1',
  uid: '1.2.3',
  date: '2026-11-20T08:00:00+01:00',
  description: 'Scanner thoracique',
  modalities: ['CT'],
  bodySites: ['Thorax'],
  accession: 'A1',
  reason: 'Toux',
  instances: 5,
  state: 'available',
  series: [
    {
      uid: '1.2.3.1',
      number: 1,
      modality: 'CT',
      description: 'Axial',
      bodySite: null,
      instances: 5,
      kind: 'image',
    },
    {
      uid: '1.2.3.2',
      number: 2,
      modality: 'SR',
      description: null,
      bodySite: null,
      instances: 1,
      kind: 'report',
    },
  ],
  report: { id: 'r', status: 'final', title: null, conclusion: 'Normal.', issued: null, documentUrl: null },
  ...part,
});
export const view = (...studies: StudyRow[]): ImagingView => ({
  studies,
  total: studies.length,
  truncated: false,
  reportsFailed: false,
});
export const tag = (...Value: unknown[]) => ({ vr: 'XX', Value });
/** An uncompressed slice of 16 × 16 pixels; `at` is its place along the body. */
export const slice = (at: number, part: DicomJson = {}): DicomJson => ({
  '0020000D': tag('1.2.3'),
  '0020000E': tag('1.2.3.1'),
  '00080018': tag(`1.2.3.1.${at}`),
  '00080060': tag('CT'),
  '00083002': tag('1.2.840.10008.1.2.1'),
  '00280010': tag(size),
  '00280011': tag(size),
  '00280100': tag(16),
  '00280101': tag(16),
  '00280103': tag(1),
  '00280004': tag('MONOCHROME2'),
  '00281050': tag(0),
  '00281051': tag(100),
  '00200037': tag(1, 0, 0, 0, 1, 0),
  '00200032': tag(0, 0, at),
  '7FE00010': { vr: 'OW', BulkDataURI: 'x' },
  ...part,
});
export const frame = () => {
  const pixels = Int16Array.from({ length: size * size }, (_, i) => (i % size < size / 2 ? -200 : 200));
  return new Response(pixels.buffer, {
    headers: { 'content-type': 'application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1' },
  });
};

/** The image server: metadata of every series, and every frame. */
export const serveImages = (metadata: () => Response, frames: (path: string) => Response = frame) =>
  serve({
    '/dicom-web/': (path) =>
      path.includes('/frames/')
        ? frames(path)
        : path.endsWith('/metadata')
          ? metadata()
          : new Response(null, { status: 404 }),
  });
export const stack = (n: number) => Response.json(Array.from({ length: n }, (_, i) => slice(i)));
