import { isVideo, text, type DicomJson } from './dicom-json.ts';

export type ObjectKind = 'report' | 'selection' | 'pdf' | 'video' | 'waveform' | 'other';

/** What can be done with an object without an image, by its SOP class (PS3.4 annex B), else by what it holds. */
export function objectKind(object: DicomJson): ObjectKind {
  const tail = text(object, '00080016').replace(/^1\.2\.840\.10008\.5\.1\.4\.1\.1\./, '');
  if (tail === '88.59') return 'selection';
  if (tail.startsWith('88.')) return 'report';
  if (tail === '104.1' || text(object, '00420012') === 'application/pdf') return 'pdf';
  if (tail.startsWith('9.')) return 'waveform';
  return isVideo(object) ? 'video' : 'other';
}

/** Address of an object on the image proxy. */
export const objectUrl = (object: DicomJson): string =>
  `/dicom-web/studies/${text(object, '0020000D')}/series/${text(object, '0020000E')}/instances/${text(object, '00080018')}`;

/** The object as a file; given to who signed in lately, and recorded. */
export const downloadUrl = (object: DicomJson): string => `${objectUrl(object)}?download=1`;
