import { civilDateAt, formatIsoDate } from './age.ts';

export interface FilePatient {
  birthName: string | null;
  givenName: string | null;
  /** The hospital's own number. */
  ipp: string | null;
  /** A chart under restricted access: its name stays inside. */
  isConfidential: boolean;
}

/** A file system takes names of 255 bytes: four parts of this length, the date and an ending. */
const maxBytes = 56;
const bytes = new TextEncoder();

/** As much of it as may stand, never a part of a character. */
function cut(text: string): string {
  let [kept, length] = ['', 0];
  for (const character of text) {
    length += bytes.encode(character).length;
    if (length > maxBytes) break;
    kept += character;
  }
  return kept;
}

/**
 * Letters of any script with their marks, and digits; accents of Latin letters go, all else becomes a hyphen: safe on every
 * system. Put together again at the end (NFC): Korean syllables come apart as accents do.
 */
const part = (text: string, inCase = (plain: string) => plain): string =>
  cut(
    inCase(
      text
        .normalize('NFD')
        .replace(/(?<=\p{Script=Latin}\p{M}*)\p{M}/gu, '')
        .replace(/[œŒ]/g, 'oe')
        .replace(/[æÆ]/g, 'ae')
        .replace(/[^\p{L}\p{N}\p{M}]+/gu, '-')
        .replace(/^[-\p{M}]+/u, ''),
    ).normalize('NFC'),
  ).replace(/-+$/, '');
const upper = (text: string) => text.toUpperCase();
const lower = (text: string) => text.toLowerCase();

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
      ? [part(patient.birthName ?? '', upper), part(patient.givenName ?? '')].filter(Boolean).join('-')
      : '';
  const parts = [name, part(patient?.ipp ?? ''), part(content, lower), formatIsoDate(civilDateAt(now))];
  return `${parts.filter(Boolean).join('_')}.${extension}`;
}
