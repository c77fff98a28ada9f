import { identityDocuments, type IdentityDocument } from '@keneyapp/clinical';
import { z } from 'zod';
import { writtenText } from '../../free-text.ts';
import { fhirId } from '../../patient-input.ts';

/** Front and back, or the pages of a family book that name this person. */
export const maxPaperPages = 4;
/** Bytes of one page as it comes from a scanner or a telephone, and of all of them. */
export const maxPageBytes = 10_000_000;
export const maxPaperBytes = 16_000_000;
/** A PDF is stored as it came; a picture is made smaller. */
export const maxPdfBytes = 4_000_000;
/** What a browser is asked to offer. It is no promise: what a file is is told by its content. */
export const pageTypes = ['image/jpeg', 'image/png', 'image/webp', 'application/pdf'] as const;
/** Why a page is refused, said at its field. */
export const pageProblems = [
  ...(['type', 'heic', 'too-big', 'unreadable', 'too-many-pixels', 'too-small'] as const),
  ...(['pdf-too-big', 'pdf-locked', 'pdf-active'] as const),
] as const;
export type PageProblem = (typeof pageProblems)[number];

type Kind = 'picture' | 'pdf' | 'heic';
const begins = (bytes: Uint8Array, at: number, ...expected: number[]): boolean =>
  expected.every((byte, i) => bytes[at + i] === byte);
const latin = (text: string): number[] => [...text].map((letter) => letter.charCodeAt(0));
const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1', 'avif', 'avis']);

/** What a file is by its first bytes: a name and a declared type say anything. Null: none of what is taken. */
export function kindOf(bytes: Uint8Array): Kind | null {
  if (begins(bytes, 0, 0xff, 0xd8, 0xff)) return 'picture';
  if (begins(bytes, 0, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return 'picture';
  if (begins(bytes, 0, ...latin('RIFF')) && begins(bytes, 8, ...latin('WEBP'))) return 'picture';
  if (begins(bytes, 0, ...latin('%PDF-'))) return 'pdf';
  const brand = String.fromCharCode(...bytes.subarray(8, 12));
  return begins(bytes, 4, ...latin('ftyp')) && heicBrands.has(brand) ? 'heic' : null;
}

const base64Of = (bytes: number) => Math.ceil(bytes / 3) * 4;
/** Of the request that brings them, and of no other. */
export const paperBodyBytes = base64Of(maxPaperBytes) + 10_000;

export const addPaperInput = z.object({
  /** Made when the form opens: sent twice, it is stored once. */
  key: z.uuid(),
  document: z.enum(Object.keys(identityDocuments) as [IdentityDocument, ...IdentityDocument[]]),
  /** Last day on which the paper is valid, where it says one. */
  validUntil: z.iso.date().nullable(),
  /** In base64; an expression for it would be tried character by character over millions of them. */
  pages: z
    .array(z.object({ data: z.string().max(base64Of(maxPageBytes)) }))
    .min(1)
    .max(maxPaperPages),
});
export type AddPaperInput = z.input<typeof addPaperInput>;

const onePaper = z.object({ key: z.uuid(), paperId: fhirId, version: fhirId });
export const markPaperInput = onePaper.extend({ reason: writtenText({ least: 3, most: 300 }) });
export const restorePaperInput = onePaper;
