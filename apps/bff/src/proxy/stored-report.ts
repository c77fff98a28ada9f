import { items, readPart10, text, UnreadableError, type DataSet } from './part10.ts';

/** What a person may store through the viewer: measurements as a structured report of the images they were taken on. */
const reportClasses = new Set([
  // Enhanced, Comprehensive and Comprehensive 3D SR
  '1.2.840.10008.5.1.4.1.1.88.22',
  '1.2.840.10008.5.1.4.1.1.88.33',
  '1.2.840.10008.5.1.4.1.1.88.34',
]);
/** Person Observer Name (DCM), TID 1003. */
const observerName = '121008';

export interface Expected {
  study: string;
  /** PatientID of that study on the image server. */
  patientId: string;
  /** Who stores, as DICOM writes names. */
  observer: string;
}

/**
 * Why a message of STOW-RS is not stored; null when it is. Reports alone, of this study and this patient, and each says
 * that the person who stores it is who observed: nobody signs with another's name, and nothing is moved to another chart.
 */
export function reasonAgainstStoring(contentType: string, body: Buffer, expected: Expected): string | null {
  try {
    const parts = partsOf(contentType, body);
    if (parts.length === 0) return 'nothing to store';
    for (const part of parts) {
      const report = readPart10(part);
      if (!reportClasses.has(text(report, '00080016'))) return 'no structured report';
      if (text(report, '0020000d') !== expected.study) return 'another study';
      if (text(report, '00100020') !== expected.patientId) return 'another patient';
      const observers = observersOf(report);
      if (observers.length === 0 || observers.some((name) => name !== expected.observer))
        return 'another observer';
    }
    return null;
  } catch (error) {
    if (error instanceof UnreadableError) return 'unreadable';
    throw error;
  }
}

/** The names of people who observed, anywhere in the report's tree. */
function observersOf(content: DataSet): string[] {
  return items(content, '0040a730').flatMap((item) => [
    ...(items(item, '0040a043').some((code) => text(code, '00080100') === observerName)
      ? [text(item, '0040a123')]
      : []),
    ...observersOf(item),
  ]);
}

/** The bodies of a multipart message (RFC 2046), as STOW-RS sends them. */
function partsOf(contentType: string, body: Buffer): Buffer[] {
  const boundary = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType);
  const mark = boundary?.[1] ?? boundary?.[2];
  if (!mark || mark.length > 70) throw new UnreadableError('no multipart message');
  const delimiter = Buffer.from(`--${mark}`);
  const parts: Buffer[] = [];
  let at = body.indexOf(delimiter);
  while (at >= 0) {
    const from = at + delimiter.length;
    if (body.toString('latin1', from, from + 2) === '--') return parts;
    const next = body.indexOf(Buffer.concat([Buffer.from('\r\n'), delimiter]), from);
    const head = body.indexOf('\r\n\r\n', from);
    if (next < 0 || head < 0 || head > next) throw new UnreadableError('a part without an end');
    parts.push(body.subarray(head + 4, next));
    at = next + 2;
  }
  throw new UnreadableError('a message without an end');
}
