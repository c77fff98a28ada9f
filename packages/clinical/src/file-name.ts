import { civilDateAt, formatIsoDate } from './age.ts';

export interface FilePatient {
  birthName: string | null;
  givenName: string | null;
  /** The hospital's own number. */
  ipp: string | null;
  /** A chart under restricted access: its name stays inside. */
  isConfidential: boolean;
}

/** Letters of any script and digits; accents of Latin letters go, all else becomes a hyphen: safe on every system. */
const part = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[œŒ]/g, 'oe')
    .replace(/[æÆ]/g, 'ae')
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60);

/**
 * `LEFEBVRE-Marie_800012345_resultats_2026-11-28.csv`: whose, what, when it was taken out. A file name is read in lists of
 * downloads, attachments and backups, so it holds neither birth date nor INS, and `content` is the page, never a finding.
 */
export function fileName(
  { patient, content }: { patient: FilePatient | null; content: string },
  extension: string,
  now = new Date(),
): string {
  const name =
    patient && !patient.isConfidential
      ? [part(patient.birthName ?? '').toUpperCase(), part(patient.givenName ?? '')].filter(Boolean).join('-')
      : '';
  const parts = [
    name,
    part(patient?.ipp ?? ''),
    part(content).toLowerCase(),
    formatIsoDate(civilDateAt(now)),
  ];
  return `${parts.filter(Boolean).join('_')}.${extension}`;
}
