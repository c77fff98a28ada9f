import type { Regimen } from '@keneyapp/clinical/prescribing';
import { orThrow, matches } from '@keneyapp/fhir-model/bundles';
import { isOver } from '@keneyapp/fhir-model/dates';
import { dosagesOf } from '@keneyapp/fhir-model/dosage-write';
import { currentStaysSearch, isInHouse, readEncounter } from '@keneyapp/fhir-model/encounter';
import { dayOf } from '@keneyapp/fhir-model/hospital-days';
import { readRequest, requestExtensions } from '@keneyapp/fhir-model/medication';
import { lookupIn, patientReference } from '@keneyapp/fhir-model/references';
import { regimenOf } from '@keneyapp/fhir-model/regimen-read';
import type { CodeableConcept, MedicationRequest } from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { readPerFeature } from '../../access/read-per-feature.ts';
import type { PatientContext } from '../../context.ts';
import { refuse } from '../../errors.ts';
import { authorOf, noteOf } from '../../statements.ts';
import { checkCoded } from '../../terminology/coded-check.ts';
import { conceptOf } from '../../terminology/coded-input.ts';
import type { ChartTransaction } from '../../writing/chart-transaction.ts';
import { judgeLines, judgePlace, judgeRegimen, type LineIssue } from './judge-lines.ts';
import type { OrderLine, PrescribedView, PrescribeInput } from './prescribe-schema.ts';

type WriteContext = Pick<
  PatientContext,
  'session' | 'access' | 'patientId' | 'fhir' | 'chartFhir' | 'auditResources' | 'write' | 'services'
>;

const groups = 'https://keneyapp.example/prescription-group';
const categories = 'http://terminology.hl7.org/CodeSystem/medicationrequest-category';

/** Signs a basket: everything of it is in the record, or nothing (ADR 38); the same key again changes nothing. */
export async function prescribe(ctx: WriteContext, { key, lines }: PrescribeInput): Promise<PrescribedView> {
  const written = await ctx.write({
    key,
    // whoever was faster is seen by the second reading, and said at the line
    tries: 2,
    plan: async (transaction) => {
      const now = new Date();
      const [stay, formers] = await Promise.all([stayOf(ctx, now), formersOf(ctx, lines)]);
      const circumstances = { now, today: dayOf(now), isInHouse: stay !== null };
      const issues = judgeLines(lines, circumstances);
      const meant = lines.map((line, i): MeantLine | null => {
        if (line.act === 'new') return { line, former: null, regimen: line.regimen };
        const former = formers.get(line.former.id);
        const found = [...judgeFormer(line, former, circumstances)];
        issues.push(...found.map(({ path, reason }) => ({ path: ['lines', i, ...path], reason })));
        if (found.length > 0 || !former) return null;
        return { line, former, regimen: regimenFor(line, former) };
      });
      if (issues.length > 0) refuse(issues);
      const context = { ctx, transaction, now, stay };
      for (const [i, one] of meant.entries()) if (one) await writeLine(context, one, i).catch(atLine(i));
      return JSON.stringify(
        lines.map((line, i) => (line.act === 'stop' ? line.former.id : transaction.idAt(String(i)))),
      );
    },
  });
  ctx.auditResources(...written.references);
  return { ids: JSON.parse(written.says ?? '[]') as string[], isReplay: written.isReplay };
}

interface MeantLine {
  line: OrderLine;
  former: MedicationRequest | null;
  /** Null of what is stopped. */
  regimen: Regimen | null;
}

/** The stay in the house that an order of the ward belongs to. */
async function stayOf(ctx: WriteContext, now: Date): Promise<string | null> {
  const search = { ...currentStaysSearch(patientReference(ctx.patientId)), feature: 'encounters' as const };
  const { answers, asked } = await readPerFeature(ctx, [search]);
  ctx.auditResources(...asked);
  const bundle = orThrow(answers[0]);
  const lookup = lookupIn(bundle);
  return (
    matches(bundle, 'Encounter')
      .map((one) => readEncounter(one, lookup, now))
      .find((row) => isInHouse(row, now))?.id ?? null
  );
}

async function formersOf(
  { fhir, patientId }: WriteContext,
  lines: readonly OrderLine[],
): Promise<Map<string, MedicationRequest>> {
  const ids = [...new Set(lines.flatMap((line) => (line.act === 'new' ? [] : [line.former.id])))];
  if (ids.length === 0) return new Map();
  const patient = patientReference(patientId);
  const found = await fhir.search('MedicationRequest', { _id: ids.join(','), patient, _count: ids.length });
  return new Map(matches(found, 'MedicationRequest').map((one) => [one.id ?? '', one]));
}

/** Whether what a line names can be renewed, revised or stopped: it is there, as it was seen, and an order that holds. */
function* judgeFormer(
  line: Exclude<OrderLine, { act: 'new' }>,
  former: MedicationRequest | undefined,
  circumstances: { now: Date; today: string; isInHouse: boolean },
): Generator<LineIssue> {
  const refused = (reason: string): LineIssue => ({ path: ['former'], reason });
  if (!former) return yield refused('gone');
  if (former.meta?.versionId !== line.former.version) return yield refused('changed-meanwhile');
  if (former.status !== 'active' && former.status !== 'on-hold') return yield refused('ended');
  if (former.intent !== 'order' || former.doNotPerform) return yield refused('no-order');
  const { setting, end } = readRequest(former, () => undefined, circumstances.now);
  if (line.act !== 'renew') {
    // what ended by itself is not stopped
    if (isOver(end, circumstances.now)) yield refused('ended');
    return;
  }
  // a later renewal was signed already: another one would be a second prescription of it
  if (former.extension?.some(({ url }) => url === requestExtensions.succeededBy))
    return yield refused('renewed');
  // renewed it would be given again, and nobody would have said so
  if (former.status === 'on-hold') return yield refused('on-hold');
  const regimen = regimenOf(former.dosageInstruction);
  // nothing of what it says may be lost: written by another system, or in steps, it is prescribed anew
  if (!regimen || !former.medicationCodeableConcept || regimen.steps.length > 1)
    return yield refused('not-renewable');
  const begins = line.start.slice(0, 10);
  // both would be given
  if (begins > circumstances.today && (end === null || end.slice(0, 10) >= begins))
    yield { path: ['start'], reason: 'still-running' };
  yield* judgePlace({ setting: setting === 'inpatient' ? setting : null }, circumstances);
  yield* judgeRegimen({ ...regimen, steps: withDuration(regimen, line.duration) }, line.start);
}

const withDuration = ({ steps }: Regimen, duration: Regimen['steps'][number]['duration']): Regimen['steps'] =>
  steps.map((step) => ({ ...step, duration }));

function regimenFor(line: Exclude<OrderLine, { act: 'new' }>, former: MedicationRequest): Regimen | null {
  if (line.act === 'stop') return null;
  if (line.act === 'revise') return line.regimen;
  const regimen = regimenOf(former.dosageInstruction);
  return regimen && { ...regimen, steps: withDuration(regimen, line.duration) };
}

interface Writing {
  ctx: WriteContext;
  transaction: ChartTransaction;
  now: Date;
  stay: string | null;
}

async function writeLine(writing: Writing, meant: MeantLine, i: number): Promise<void> {
  const { transaction, now } = writing;
  const { line, former, regimen } = meant;
  if (regimen) transaction.create(String(i), await orderOf(writing, meant, regimen));
  if (!former || line.act === 'new') return;
  const isRenewed = line.act === 'renew';
  // a renewal that begins later leaves what runs until then as it is
  const endsNow = !isRenewed || line.start.slice(0, 10) <= dayOf(now);
  const successor = { reference: `MedicationRequest/${transaction.idAt(String(i))}` };
  transaction.update(
    {
      ...former,
      ...(endsNow ? { status: isRenewed ? 'completed' : 'stopped' } : {}),
      ...(isRenewed ? {} : { statusReason: { text: line.why } }),
      extension: [
        ...(former.extension ?? []),
        ...(endsNow ? [{ url: requestExtensions.statusChanged, valueDateTime: now.toISOString() }] : []),
        ...(regimen ? [{ url: requestExtensions.succeededBy, valueReference: successor }] : []),
      ],
    },
    line.former.version,
  );
}

async function orderOf(
  { ctx, transaction, now, stay }: Writing,
  { line, former }: MeantLine,
  regimen: Regimen,
): Promise<MedicationRequest> {
  if (line.act === 'stop') throw new Error('what is stopped orders nothing');
  const author = authorOf(ctx);
  const ofFormer = line.act === 'renew' && former ? former : null;
  const { concept, meta } =
    line.act === 'renew'
      ? { concept: former?.medicationCodeableConcept as CodeableConcept, meta: {} }
      : await conceptOf(ctx.services.terminology, 'MedicationRequest.medication', line.coded);
  const setting =
    line.act === 'renew'
      ? (ofFormer?.category ?? [])
      : [{ coding: [{ system: categories, code: line.setting }] }];
  const isInpatient = setting.some(({ coding = [] }) => coding.some(({ code }) => code === 'inpatient'));
  const order: MedicationRequest = {
    resourceType: 'MedicationRequest',
    ...(meta.tag ? { meta } : {}),
    status: 'active',
    intent: 'order',
    ...(setting.length > 0 ? { category: setting } : {}),
    medicationCodeableConcept: concept,
    subject: { reference: patientReference(ctx.patientId) },
    ...(isInpatient && stay ? { encounter: { reference: `Encounter/${stay}` } } : {}),
    authoredOn: now.toISOString(),
    requester: author,
    recorder: author,
    groupIdentifier: { system: groups, value: transaction.id },
    ...(former ? { priorPrescription: { reference: `MedicationRequest/${former.id ?? ''}` } } : {}),
    dosageInstruction: dosagesOf(regimen, line.start),
    ...(line.act === 'renew'
      ? {
          ...(ofFormer?.priority ? { priority: ofFormer.priority } : {}),
          ...(ofFormer?.reasonCode ? { reasonCode: ofFormer.reasonCode } : {}),
          ...(ofFormer?.reasonReference ? { reasonReference: ofFormer.reasonReference } : {}),
          ...(ofFormer?.note ? { note: ofFormer.note } : {}),
        }
      : {
          priority: line.priority,
          ...(line.reason ? { reasonCode: [{ text: line.reason }] } : {}),
          ...(line.note ? { note: [noteOf(ctx, line.note, now)] } : {}),
        }),
  };
  // the whole basket is checked once more when it is sent; here each line has its own answer
  await checkCoded(
    ctx.services.terminology,
    { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: order }] },
    () => Promise.reject(new Error('nothing of it is stored')),
  );
  return order;
}

/** What is wrong with a code is said at its line: `lines.N.coded`. */
const atLine =
  (i: number) =>
  (error: unknown): never => {
    if (!(error instanceof TRPCError) || !(error.cause instanceof z.ZodError)) throw error;
    refuse(error.cause.issues.map(({ message }) => ({ path: ['lines', i, 'coded'], reason: message })));
  };
