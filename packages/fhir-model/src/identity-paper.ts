import { identityDocuments, type IdentityDocument } from '@keneyapp/clinical';
import type { Attachment, DocumentReference, Extension, Resource } from '@medplum/fhirtypes';
import { extension } from './elements.ts';
import { patientReference, referenceKey } from './references.ts';
import { systems } from './systems.ts';

/** Ours: what a document is of, where it is nothing clinical. What carries it is in no chart. */
export const paperCategory = {
  system: 'https://keneyapp.example/document-category',
  code: 'identity-paper',
} as const;
/** Ours: which paper, until when it is valid, until when its copy is kept, and why it is in error. */
const paperExtension = 'https://keneyapp.example/identity-paper';
/** For what it may be used: who somebody is, and no care (HL7 v3 ActReason). */
const administration = {
  system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason',
  code: 'PATADMIN',
} as const;
/**
 * Source: the RNIV lets a copy be kept for five years at most, and recommends three after the patient came last (version of
 * 2024): the shorter one, from the day the paper was shown.
 */
const keptYears = 3;

/** A copy of a paper that says who somebody is. */
export interface IdentityPaper {
  id: string;
  version: string;
  document: IdentityDocument;
  /** Last day on which the paper itself is valid. */
  validUntil: string | null;
  /** Last day on which the copy is needed. */
  keptUntil: string | null;
  addedAt: string;
  by: string | null;
  pages: { contentType: string; binaryId: string }[];
  /** Why it is in error; null while it is in force. */
  error: { reason: string } | null;
}

export interface NewPaper {
  id: string;
  patientId: string;
  document: IdentityDocument;
  validUntil: string | null;
  author: NonNullable<DocumentReference['author']>[number];
  at: Date;
  pages: readonly { contentType: string; size: number; binaryId: string }[];
}

/** A copy of an identity paper, whoever wrote it and however it is labelled. */
export const isIdentityPaper = (resource: Resource): resource is DocumentReference =>
  resource.resourceType === 'DocumentReference' &&
  (resource.category ?? []).some(({ coding = [] }) =>
    coding.some(({ system, code }) => system === paperCategory.system && code === paperCategory.code),
  );

export function buildPaper(paper: NewPaper): DocumentReference {
  const { id, patientId, document, validUntil, author, at, pages } = paper;
  return {
    resourceType: 'DocumentReference',
    id,
    extension: [
      {
        url: paperExtension,
        extension: [
          { url: 'document', valueCode: document },
          ...(validUntil === null ? [] : [{ url: 'validUntil', valueDate: validUntil }]),
          { url: 'keptUntil', valueDate: keptUntilOf(at) },
        ],
      },
    ],
    status: 'current',
    docStatus: 'final',
    // LOINC has no identity papers; this is what its document ontology calls what is of the administration
    type: {
      coding: [{ system: systems.loinc, code: '51851-4', display: 'Administrative note' }],
      text: 'Copie d’une pièce d’identité',
    },
    category: [{ coding: [{ ...paperCategory }] }],
    securityLabel: [{ coding: [{ ...administration }] }],
    subject: { reference: patientReference(patientId) },
    date: at.toISOString(),
    author: [author],
    content: pages.map(({ contentType, size, binaryId }): { attachment: Attachment } => ({
      attachment: { contentType, size, url: `Binary/${binaryId}`, creation: at.toISOString() },
    })),
  };
}

/** Null for what is no copy of a paper. */
export function readPaper(resource: Resource): IdentityPaper | null {
  if (!isIdentityPaper(resource)) return null;
  const told = extension(resource, paperExtension);
  const document = extension(told, 'document')?.valueCode;
  const isInError = resource.status === 'entered-in-error';
  return {
    id: resource.id ?? '',
    version: resource.meta?.versionId ?? '',
    document: isDocument(document) ? document : 'other',
    validUntil: extension(told, 'validUntil')?.valueDate ?? null,
    keptUntil: extension(told, 'keptUntil')?.valueDate ?? null,
    addedAt: resource.date ?? '',
    by: resource.author?.[0]?.display ?? null,
    pages: resource.content.flatMap(({ attachment: { contentType = '', url = '' } }) => {
      const [type, binaryId] = referenceKey(url)?.split('/') ?? [];
      return type === 'Binary' && binaryId !== undefined ? [{ contentType, binaryId }] : [];
    }),
    error: isInError ? { reason: extension(told, 'errorReason')?.valueString ?? '' } : null,
  };
}

/** The copy as it is once somebody said that it is another person's, or unusable; null takes that back. */
export function withPaperError(paper: DocumentReference, reason: string | null): DocumentReference {
  const others = (paper.extension ?? []).filter(({ url }) => url !== paperExtension);
  const told = extension(paper, paperExtension)?.extension ?? [];
  const kept: Extension[] = told.filter(({ url }) => url !== 'errorReason');
  if (reason !== null) kept.push({ url: 'errorReason', valueString: reason });
  return {
    ...paper,
    status: reason === null ? 'current' : 'entered-in-error',
    extension: [...others, { url: paperExtension, extension: kept }],
  };
}

const isDocument = (code: string | undefined): code is IdentityDocument =>
  code !== undefined && Object.hasOwn(identityDocuments, code);

function keptUntilOf(at: Date): string {
  const end = new Date(at);
  end.setUTCFullYear(end.getUTCFullYear() + keptYears);
  return end.toISOString().slice(0, 10);
}
