import { randomUUID } from 'node:crypto';
import type { BundleEntry, Consent, DocumentReference } from '@medplum/fhirtypes';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { TRPCError } from '@trpc/server';
import type { Session } from '../../session/session.ts';
import { belongsTo } from '../../fhir/compartment.ts';
import { formExtension, userSystem } from '../../fhir/consent-marks.ts';
import { formTypeOf, maxFormBytes, type FormType } from './schema.ts';
import type { SignedForm } from './view.ts';
import { patientReference } from '@keneyapp/fhir-model/references';

/** Shorter than this nothing is a scanned page. */
const leastFormBytes = 64;

interface ReadForm {
  contentType: FormType;
  bytes: Buffer;
}
export function readForm({ data }: { data: string }): ReadForm {
  const bytes = Buffer.from(data, 'base64'),
    contentType = formTypeOf(bytes);
  if (bytes.length > maxFormBytes || bytes.length < leastFormBytes || contentType === null)
    throw new TRPCError({ code: 'BAD_REQUEST', message: 'form: a PDF, PNG or JPEG of 700 kB at most' });
  return { contentType, bytes };
}

/** The form as a document of the chart, and the Consent that rests on it. */
export function withForm(
  consent: Consent,
  { contentType, bytes }: ReadForm,
  {
    session,
    patientId,
    signedOn,
    at,
  }: {
    session: Pick<Session, 'userId' | 'displayName' | 'fhirUser'>;
    patientId: string;
    signedOn: string;
    at: Date;
  },
): { consent: Consent; entry: BundleEntry } {
  const id = randomUUID();
  const document: DocumentReference = {
    resourceType: 'DocumentReference',
    id,
    status: 'current',
    docStatus: 'final',
    type: {
      coding: [{ system: 'http://loinc.org', code: '59284-0', display: 'Consent Document' }],
      text: 'Formulaire de consentement signé',
    },
    description: `Formulaire de consentement signé le ${signedOn}`,
    subject: { reference: patientReference(patientId) },
    date: at.toISOString(),
    author: [
      {
        ...(session.fhirUser?.startsWith('Practitioner/') ? { reference: session.fhirUser } : {}),
        identifier: { system: userSystem, value: session.userId },
        display: session.displayName,
      },
    ],
    content: [
      {
        attachment: {
          contentType,
          data: bytes.toString('base64'),
          size: bytes.length,
          creation: at.toISOString(),
        },
      },
    ],
  };
  return {
    consent: {
      ...consent,
      extension: [
        ...(consent.extension ?? []).filter((e) => e.url !== formExtension),
        {
          url: formExtension,
          extension: [
            { url: 'document', valueString: id },
            { url: 'attachedBy', valueString: session.userId },
            ...(session.fhirUser ? [{ url: 'attachedAs', valueString: session.fhirUser }] : []),
          ],
        },
      ],
      sourceReference: { reference: `DocumentReference/${id}` },
    },
    entry: { resource: document, request: { method: 'PUT', url: `DocumentReference/${id}` } },
  };
}

/** The document of the form and who attached it, by account and in the record; null without one. */
export function formOf(
  consent: Consent,
): { documentId: string; attachedBy: string; attachedAs: string | null } | null {
  const parts = consent.extension?.find((e) => e.url === formExtension)?.extension;
  const text = (url: string) => parts?.find((e) => e.url === url)?.valueString;
  const [documentId, attachedBy] = [text('document'), text('attachedBy')];
  return documentId !== undefined && attachedBy !== undefined
    ? { documentId, attachedBy, attachedAs: text('attachedAs') ?? null }
    : null;
}

/**
 * The form as it was attached. Read with the BFF's own rights, after the decision on the patient's consents: a secretary
 * who sees no documents sees the one that a decision rests on. Null when it is not there any more.
 */
export async function openForm(
  fhir: FhirClient,
  patientId: string,
  consent: Consent,
): Promise<SignedForm | null> {
  const form = formOf(consent);
  if (!form) return null;
  const document = await fhir.read('DocumentReference', form.documentId).catch((error: unknown) => {
    if (error instanceof FhirError && (error.status === 404 || error.status === 410)) return null;
    throw error;
  });
  const attached = document?.author?.some(
    (a) => a.identifier?.system === userSystem && a.identifier.value === form.attachedBy,
  );
  if (!document || document.status !== 'current' || !attached || !belongsTo(document, patientId)) return null;
  const data = document.content?.[0]?.attachment?.data;
  const contentType = data === undefined ? null : formTypeOf(Buffer.from(data, 'base64'));
  return data === undefined || contentType === null
    ? null
    : { documentId: form.documentId, contentType, data };
}
