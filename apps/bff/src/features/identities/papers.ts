import { civilDateAt, formatIsoDate } from '@keneyapp/clinical';
import { FhirError, type FhirClient } from '@keneyapp/fhir-client';
import { matches } from '@keneyapp/fhir-model/bundles';
import {
  buildPaper,
  paperCategory,
  readPaper,
  withPaperError,
  type IdentityPaper,
} from '@keneyapp/fhir-model/identity-paper';
import type { Binary, DocumentReference } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import type { z } from 'zod';
import type { PatientContext } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { belongsTo } from '../../fhir/compartment.ts';
import { userSystem } from '../../fhir/consent-marks.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { PageRefusal, pageOf, type PaperPage } from './paper-page.ts';
import type { addPaperInput, markPaperInput, restorePaperInput } from './papers-schema.ts';
import type { PapersView, PaperView } from './view.ts';

type PaperContext = Omit<PatientContext, 'audit'>;

const maxPapers = 200;

/** The copies of one patient's papers, the latest first. What is in error is shown to who may put it back, not to the patient. */
export async function papersOf(ctx: PaperContext): Promise<PapersView> {
  const { services, patientId, session, access } = ctx;
  const mayRestore = (await access.rights())['identities.restore-paper'] === true;
  if (mayRestore) await services.lookups.count('identities', session.userId, patientId);
  const found = await services.capabilities.identityPapers.search('DocumentReference', {
    patient: patientId,
    category: `${paperCategory.system}|${paperCategory.code}`,
    _sort: '-date',
    _count: maxPapers,
  });
  const today = formatIsoDate(civilDateAt(new Date()));
  const papers = matches(found, 'DocumentReference')
    .filter((document) => belongsTo(document, patientId))
    .flatMap((document) => readPaper(document) ?? [])
    .filter(({ error }) => mayRestore || error === null);
  ctx.auditResources(...papers.map(({ id }) => `DocumentReference/${id}`));
  return { papers: papers.map((paper) => viewOf(paper, today)) };
}

function viewOf(paper: IdentityPaper, today: string): PaperView {
  const { pages, ...told } = paper;
  return {
    ...told,
    isExpired: paper.validUntil !== null && paper.validUntil < today,
    isPastKeeping: paper.keptUntil !== null && paper.keptUntil < today,
    pages: pages.map(({ contentType }) => (contentType === 'application/pdf' ? 'pdf' : 'picture')),
  };
}

/** Stores the copy of a paper; sent again with its key, it is there once. */
export async function addPaper(ctx: PaperContext, input: z.output<typeof addPaperInput>): Promise<null> {
  const { session, patientId } = ctx;
  const written = await ctx.write({
    key: input.key,
    plan: async (transaction) => {
      const pages = await readPages(input.pages);
      const id = transaction.idAt('paper');
      const paper = buildPaper({
        ...{ id, patientId, at: new Date(), document: input.document, validUntil: input.validUntil },
        author: {
          ...(session.fhirUser?.startsWith('Practitioner/') ? { reference: session.fhirUser } : {}),
          identifier: { system: userSystem, value: session.userId },
          display: session.displayName,
        },
        pages: pages.map(({ contentType, bytes }, i) => ({
          contentType,
          size: bytes.length,
          binaryId: transaction.idAt(`page-${i}`),
        })),
      });
      transaction.create('paper', paper);
      pages.forEach(({ contentType, bytes }, i) =>
        transaction.create<Binary>(`page-${i}`, {
          resourceType: 'Binary',
          contentType,
          // whoever may not have the document has none of its pages
          securityContext: { reference: `DocumentReference/${id}` },
          data: bytes.toString('base64'),
        }),
      );
    },
  });
  ctx.auditResources(...written.references);
  return null;
}

/** It is another person's, or cannot be read: it stays, with the reason, and is shown to nobody but who may put it back. */
export const markPaper = (ctx: PaperContext, input: z.output<typeof markPaperInput>): Promise<null> =>
  change(ctx, input, (paper) => {
    if (paper.status === 'entered-in-error') throw changedMeanwhile();
    return withPaperError(paper, input.reason);
  });

export const restorePaper = (ctx: PaperContext, input: z.output<typeof restorePaperInput>): Promise<null> =>
  change(ctx, input, (paper) => {
    if (paper.status !== 'entered-in-error') throw changedMeanwhile();
    return withPaperError(paper, null);
  });

async function change(
  ctx: PaperContext,
  { key, paperId, version }: z.output<typeof restorePaperInput>,
  changed: (paper: DocumentReference) => DocumentReference,
): Promise<null> {
  const written = await ctx.write({
    key,
    plan: async (transaction) => {
      const { document } = await readOwnPaper(
        ctx.services.capabilities.identityPapers,
        ctx.patientId,
        paperId,
      );
      if (document.meta?.versionId !== version) throw changedMeanwhile();
      transaction.update(changed(document), version);
    },
  });
  ctx.auditResources(...written.references);
  return null;
}

/** A document that is a copy of this patient's paper; any other is not there (404). */
export async function readOwnPaper(
  fhir: Pick<FhirClient, 'read'>,
  patientId: string,
  id: string,
): Promise<{ document: DocumentReference; paper: IdentityPaper }> {
  const document = await fhir.read('DocumentReference', id);
  const paper = readPaper(document);
  if (!paper || !belongsTo(document, patientId)) throw new FhirError(404, null);
  return { document, paper };
}

/** One after the other, whoever sent them: a picture in memory is many times its file. */
let last: Promise<unknown> = Promise.resolve();
let waiting = 0;
const maxWaiting = 10;

function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (waiting >= maxWaiting) throw new TRPCError({ code: 'TOO_MANY_REQUESTS', message: 'busy' });
  waiting += 1;
  const done = last.then(work).finally(() => (waiting -= 1));
  last = done.catch(() => undefined);
  return done;
}

function readPages(pages: readonly { data: string }[]): Promise<PaperPage[]> {
  return inTurn(async () => {
    const read: PaperPage[] = [];
    for (const [i, { data }] of pages.entries())
      read.push(
        await pageOf(Buffer.from(data, 'base64')).catch((error: unknown) => {
          if (error instanceof PageRefusal) return refuse([{ path: ['pages', i], reason: error.problem }]);
          throw error;
        }),
      );
    return read;
  });
}
