// One long file: which papers there are of a signature, what was kept of them and what is set anew, read together.
import { createHash } from 'node:crypto';
import { orThrow, matches } from '@keneyapp/fhir-model/bundles';
import { vitalDefinitions } from '@keneyapp/clinical';
import { readRequest } from '@keneyapp/fhir-model/medication';
import { idOf, patientReference } from '@keneyapp/fhir-model/references';
import { systems } from '@keneyapp/fhir-model/systems';
import type { Binary, Coding, DocumentReference, MedicationRequest } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { keptBackOf } from '../../access/labels.ts';
import { refuse } from '../../errors.ts';
import { belongsTo } from '../../fhir/compartment.ts';
import { newDocumentCode } from '../../pdf/code.ts';
import { authorOf } from '../../statements.ts';
import { oneAtATime } from '../../writing/one-at-a-time.ts';
import { resourceIdOf } from '../../writing/write-ids.ts';
import { groups } from '../drafts.ts';
import type { OrderContext } from '../order-context.ts';
import { mostLines } from '../order-lines.ts';
import { papersOf, prescriptionPaper, type PaperFacts, type PaperKind, type PaperLine } from './content.ts';
import { drugFacts, paperLineOf, patientOf, prescriberOf } from './facts.ts';
import { readSubstanceRules } from './substance-rules.ts';
import { printRefusal } from './who-prints.ts';

/** Ours: which papers are of which signature, `group/kind`. */
const paperSystem = 'https://keneyapp.example/prescription-paper';
const leaves = ['community', 'discharge', 'outpatient'];

/** Whether a prescription was signed here and leaves the hospital: then its papers can be printed. */
export const hasPaper = (request: MedicationRequest): boolean =>
  request.groupIdentifier?.system === groups &&
  ['active', 'completed'].includes(request.status ?? '') &&
  leaves.includes(readRequest(request, () => undefined, new Date()).setting ?? '');

interface PrintedPaper {
  documentId: string;
  kind: PaperKind;
  /** Printed before: the same bytes, or of narcotics a duplicate that says so. */
  isReprint: boolean;
  /** Drugs on it that were ended since. */
  endedSince: number;
}
export interface PapersView {
  papers: PrintedPaper[];
  /** Sent to the national service of digital prescriptions: no service is connected. */
  transmission: 'not-transmitted';
  /** Drugs whose substance has no code: whether they are narcotics nobody here knows. */
  unrecognised: string[];
}

/**
 * The papers of one signature: made and kept in the record once, then the stored bytes again. Narcotics are set anew each time
 * as a duplicate that says when and by whom.
 */
export async function printPrescription(
  ctx: OrderContext,
  { key, requestId }: { key: string; requestId: string },
): Promise<PapersView> {
  const { requests, all } = await groupOf(ctx, requestId);
  const lock = `prescription-paper:${ctx.patientId}`;
  return oneAtATime(ctx.services.locks, lock, async () => {
    const rules = await readSubstanceRules(ctx.services.db);
    const lines: PaperLine[] = [];
    const requestOf = new Map<PaperLine, string>();
    for (const request of requests) {
      const drug = await drugFacts(ctx.services.terminology, request.medicationCodeableConcept ?? {});
      const line = paperLineOf(request, drug, rules);
      if (!line) refuse([{ path: ['requestId'], reason: 'not-readable' }]);
      else {
        lines.push(line);
        requestOf.set(line, request.id ?? '');
      }
    }
    const wanted = papersOf(lines);
    const [first] = requests;
    if (!first || wanted.length === 0) refuse([{ path: ['requestId'], reason: 'nothing-leaves' }]);
    const refusal = await printRefusal(ctx, lines);
    if (refusal !== null) refuse([{ path: ['requestId'], reason: refusal }]);
    const group = first?.groupIdentifier?.value ?? '';
    const stored = await storedPapers(ctx, group);
    const facts = await factsOf(ctx, first as MedicationRequest, lines);
    const papers: PrintedPaper[] = [];
    const toStore: ToStore['toStore'][number][] = [];
    for (const { kind, lines: those } of wanted) {
      const ids = those.map((line) => requestOf.get(line) ?? '');
      const before = stored.find((one) => kindOf(one, group) === kind);
      // what somebody printed who does not see all of it is not this paper
      const whole = stored.find((one) => kindOf(one, group) === kind && holdsAll(one, ids));
      if (whole && kind !== 'narcotic')
        papers.push({ documentId: whole.id ?? '', kind, isReprint: true, endedSince: endedOf(whole, all) });
      else {
        const isReprint = before !== undefined && kind === 'narcotic';
        // a duplicate is of what still holds; what was printed first and ended since is said as of the others
        const endedSince = isReprint ? endedOf(before, all) : 0;
        toStore.push({ kind, lines: those, isReprint, endedSince });
      }
    }
    const labels = keptBackOf(requests);
    if (toStore.length > 0)
      papers.push(...(await store(ctx, { key, group, facts, toStore, requestOf, labels })));
    const unrecognised = lines.flatMap(({ isRecognised, product }) => (isRecognised ? [] : [product]));
    return { papers, transmission: 'not-transmitted', unrecognised };
  });
}

/** Drugs that leave the hospital, of the signature that this one belongs to; `all`: with those that were ended since. */
async function groupOf(
  ctx: OrderContext,
  requestId: string,
): Promise<{ requests: MedicationRequest[]; all: MedicationRequest[] }> {
  const patient = patientReference(ctx.patientId);
  const asked = { _id: requestId, patient };
  const one = await readPerFeature(ctx, [
    { type: 'MedicationRequest', params: asked, feature: 'medications' },
  ]);
  const [request] = matches(orThrow(one.answers[0]), 'MedicationRequest');
  if (!request || !belongsTo(request, ctx.patientId))
    throw new TRPCError({ code: 'NOT_FOUND', message: 'no such prescription' });
  const { groupIdentifier, authoredOn } = request;
  if (groupIdentifier?.system !== groups || !authoredOn)
    refuse([{ path: ['requestId'], reason: 'not-ours' }]);
  const found = await readPerFeature(ctx, [
    {
      type: 'MedicationRequest',
      params: { patient, authoredon: authoredOn ?? '', _count: 100 },
      feature: 'medications',
    },
  ]);
  const all = matches(orThrow(found.answers[0]), 'MedicationRequest').filter(
    (each) =>
      each.groupIdentifier?.system === groups &&
      each.groupIdentifier.value === groupIdentifier?.value &&
      isOfSignature(each, groupIdentifier?.value ?? '') &&
      leaves.includes(readRequest(each, () => undefined, new Date()).setting ?? ''),
  );
  ctx.auditResources(...all.map(({ id }) => `MedicationRequest/${id ?? ''}`));
  const printed = all.filter(({ status }) => status === 'active' || status === 'completed');
  return { requests: printed, all };
}

/** Written by that signature: its ids follow from it, whatever group another system says of its own. */
const isOfSignature = ({ id }: MedicationRequest, group: string): boolean =>
  Array.from({ length: mostLines }, (_, i) => resourceIdOf(group, String(i))).includes(id ?? '');

const holdsAll = ({ context }: DocumentReference, ids: readonly string[]): boolean =>
  ids.every((id) => context?.related?.some((reference) => idOf(reference) === id));

async function storedPapers(ctx: OrderContext, group: string): Promise<DocumentReference[]> {
  const kinds: PaperKind[] = ['ordinary', 'two-zone', 'narcotic'];
  const { answers } = await readPerFeature(ctx, [
    {
      type: 'DocumentReference',
      params: {
        patient: patientReference(ctx.patientId),
        identifier: kinds.map((kind) => `${paperSystem}|${group}/${kind}`).join(','),
        _sort: 'date',
        _count: 100,
      },
      feature: 'documents',
    },
  ]);
  return matches(orThrow(answers[0]), 'DocumentReference').filter(({ status }) => status === 'current');
}
const kindOf = ({ identifier = [] }: DocumentReference, group: string): string | undefined =>
  identifier.find(({ system }) => system === paperSystem)?.value?.slice(group.length + 1);

/** Of what stands on a paper, how much was ended by somebody since. */
function endedOf({ context }: DocumentReference, all: readonly MedicationRequest[]): number {
  const on = new Set((context?.related ?? []).map((reference) => idOf(reference)));
  return all.filter(
    ({ id, status }) => on.has(id ?? null) && !['active', 'completed', 'on-hold'].includes(status ?? ''),
  ).length;
}

async function factsOf(
  ctx: OrderContext,
  request: MedicationRequest,
  lines: readonly PaperLine[],
): Promise<Omit<PaperFacts, 'kind' | 'lines' | 'duplicate'>> {
  const { env, capabilities } = ctx.services;
  const { prescribers } = capabilities;
  const { reference = '' } = request.requester ?? {};
  const practitionerId = reference.startsWith('Practitioner/') ? idOf(request.requester) : null;
  const none = Promise.resolve(null);
  const [patient, people, roles, { answers }] = await Promise.all([
    ctx.fhir.read('Patient', ctx.patientId),
    practitionerId === null ? none : prescribers.search('Practitioner', { _id: practitionerId }),
    practitionerId === null
      ? none
      : prescribers.search('PractitionerRole', { practitioner: reference, active: 'true', _count: 20 }),
    readPerFeature(ctx, [
      {
        type: 'Observation',
        params: {
          patient: patientReference(ctx.patientId),
          code: vitalDefinitions.weight.loinc.map((code) => `${systems.loinc}|${code}`).join(','),
          _sort: '-date',
          _count: 5,
        },
        feature: 'vitals',
      },
    ]),
  ]);
  return {
    prescriber: prescriberOf(
      people ? matches(people, 'Practitioner')[0] : undefined,
      roles ? matches(roles, 'PractitionerRole') : [],
      request.requester?.display ?? '',
    ),
    hospital: {
      name: env.HOSPITAL_NAME,
      address: env.HOSPITAL_ADDRESS ?? null,
      telephone: env.HOSPITAL_TELEPHONE ?? null,
    },
    patient: patientOf(
      patient,
      lines,
      answers[0] && 'resourceType' in answers[0] ? answers[0] : null,
      new Date(),
    ),
    signedAt: request.authoredOn ?? '',
  };
}

interface ToStore {
  key: string;
  group: string;
  facts: Omit<PaperFacts, 'kind' | 'lines' | 'duplicate'>;
  toStore: readonly (Pick<PrintedPaper, 'kind' | 'isReprint' | 'endedSince'> & { lines: PaperLine[] })[];
  requestOf: ReadonlyMap<PaperLine, string>;
  /** Of what stands on them: a paper is kept from whom that is kept. */
  labels: readonly Coding[];
}

/** Sets the papers and keeps them with their bytes, all in one transaction. */
async function store(
  ctx: OrderContext,
  { key, group, facts, toStore, requestOf, labels }: ToStore,
): Promise<PrintedPaper[]> {
  const now = new Date();
  const at = now.toLocaleString('fr-FR', {
    timeZone: 'Europe/Paris',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const meta = labels.length > 0 ? { meta: { security: [...labels] } } : {};
  const written = await ctx.write({
    key,
    plan: async (transaction) => {
      for (const { kind, lines, isReprint } of toStore) {
        const duplicate = isReprint ? { at, by: ctx.session.displayName } : null;
        const code = newDocumentCode();
        const document = prescriptionPaper({ ...facts, kind, lines, duplicate });
        const file = await ctx.services.typesetter.typeset(
          { ...document, issuer: facts.hospital.name },
          code,
        );
        const id = transaction.idAt(kind);
        transaction.create<Binary>(`${kind}-file`, {
          resourceType: 'Binary',
          ...meta,
          contentType: 'application/pdf',
          securityContext: { reference: `DocumentReference/${id}` },
          data: file.toString('base64'),
        });
        transaction.create<DocumentReference>(kind, {
          resourceType: 'DocumentReference',
          ...meta,
          masterIdentifier: { system: 'https://keneyapp.example/document-code', value: code },
          identifier: [{ system: paperSystem, value: `${group}/${kind}` }],
          status: 'current',
          docStatus: 'final',
          type: {
            coding: [{ system: systems.loinc, code: '57833-6', display: 'Prescription for medication' }],
            text: `${document.title}${isReprint ? ' (duplicata)' : ''}`,
          },
          subject: { reference: patientReference(ctx.patientId) },
          date: now.toISOString(),
          author: [authorOf(ctx)],
          description: document.title,
          content: [
            {
              attachment: {
                contentType: 'application/pdf',
                language: 'fr-FR',
                url: `Binary/${transaction.idAt(`${kind}-file`)}`,
                size: file.length,
                hash: createHash('sha1').update(file).digest('base64'),
                title: document.title,
                creation: now.toISOString(),
              },
            },
          ],
          context: {
            related: lines.map((line) => ({ reference: `MedicationRequest/${requestOf.get(line) ?? ''}` })),
          },
        });
      }
      return JSON.stringify(
        toStore.map(({ kind, isReprint, endedSince }) => ({
          ...{ documentId: transaction.idAt(kind), kind, isReprint, endedSince },
        })),
      );
    },
  });
  ctx.auditResources(...written.references);
  // sent again with its key, it is what was made then
  return JSON.parse(written.says ?? '[]') as PrintedPaper[];
}
