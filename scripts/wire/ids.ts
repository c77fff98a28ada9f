import { createHash } from 'node:crypto';

/** Resource id from something stable: at most 64 characters, never purely numeric (HAPI refuses that for client ids). */
export function stableId(prefix: string, ...parts: readonly string[]): string {
  return `${prefix}-${createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 40)}`;
}

/** The ImagingStudy of a DICOM study, whoever writes it (seed, import). */
export const imagingStudyId = (studyInstanceUid: string): string => stableId('img', studyInstanceUid);

/** A DICOM UID under 2.25 from something stable. */
export function stableUid(...parts: readonly string[]): string {
  return `2.25.${BigInt(`0x${createHash('sha256').update(parts.join('\u0000')).digest('hex').slice(0, 30)}`)}`;
}
