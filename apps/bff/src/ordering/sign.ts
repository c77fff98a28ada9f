import { dosagesOf } from '@keneyapp/fhir-model/dosage-write';
import { requestExtensions } from '@keneyapp/fhir-model/medication';
import { serviceExtensions } from '@keneyapp/fhir-model/service-request';
import type {
  Annotation,
  Extension,
  MedicationRequest,
  Practitioner,
  Reference,
  ServiceRequest,
  Task,
} from '@medplum/fhirtypes';
import { TRPCError } from '@trpc/server';
import { z } from 'zod';
import { issuesOf as answerIssuesOf } from '../decision-support/answers.ts';
import type { Answer, ChecksView } from '../decision-support/checks-view.ts';
import { detectedIssuesOf } from '../decision-support/detected-issues.ts';
import { keptBackOf } from '../access/labels.ts';
import { refuse } from '../errors.ts';
import { authorOf, noteOf } from '../statements.ts';
import { checkLines } from './check-lines.ts';
import { checkCoded } from '../terminology/coded-check.ts';
import type { ChartTransaction } from '../writing/chart-transaction.ts';
import { draftOf, type Order } from './drafts.ts';
import { formerOf, formersOf, judgeFormer, regimenFor, type Formers } from './formers.ts';
import { judgeLines } from './judge-lines.ts';
import { circumstancesOf, type Circumstances, type OrderContext } from './order-context.ts';
import type { OrderLine } from './order-lines.ts';
import { issuesOfLimits, limitsOfLines } from './paper/limits-of-lines.ts';
import { runningSpans } from './paper/running.ts';
import { judgeOrderer } from './prescribers/judge-orderer.ts';
import { orderTask, type Ordered } from './prescribers/order-tasks.ts';
import { ordererOf, type Orderer } from './prescribers/prescribers.ts';

/** What was written, line by line: the new order, or the one that was stopped. */
export interface SignedView extends Written {
  isReplay: boolean;
}
interface Written {
  ids: string[];
  /** So many act once somebody has validated them. */
  waiting: number;
  /** So many act already, and are reread by a senior. */
  toReread: number;
}
interface Basket {
  key: string;
  lines: readonly OrderLine[];
  /** What was said to the alerts. */
  answers: readonly Answer[];
}

/** In whose name a basket is ordered, where that is not who types it: by word, or by a protocol. */
interface InTheirName {
  requester: Reference<Practitioner>;
  /** What is said of it on each order. */
  note: string;
  /** `url|version` of the protocol that is followed. Who follows it answers no alert: the doctor who signed it knew of none. */
  protocol?: string;
  /** What doctors have to do about it. */
  task(orders: readonly Ordered[], at: Date): Task;
}
interface Ordering {
  lines: readonly OrderLine[];
  orderer: Orderer;
  inTheirName?: InTheirName;
}

/** Signs a basket: everything of it is in the record, or nothing (ADR 38); the same key again changes nothing. */
export const sign = (ctx: OrderContext, { lines, ...basket }: Basket): Promise<SignedView> =>
  signAs(ctx, basket, async (now) => ({ lines, orderer: await ordererOf(ctx.services, ctx.session, now) }));

/** Likewise, with the lines that `ordering` says, in the name of whom it says. */
export async function signAs(
  ctx: OrderContext,
  { key, answers }: Omit<Basket, 'lines'>,
  ordering: (now: Date) => Promise<Ordering>,
): Promise<SignedView> {
  const written = await ctx.write({
    key,
    // whoever was faster is seen by the second reading, and said at the line
    tries: 2,
    plan: async (transaction) => {
      const now = new Date();
      const { lines, orderer, inTheirName } = await ordering(now);
      const [circumstances, formers] = await Promise.all([circumstancesOf(ctx, now), formersOf(ctx, lines)]);
      const issues = judgeLines(lines, circumstances);
      for (const [i, line] of lines.entries())
        if (line.act !== 'new') {
          const judged = { ...circumstances, answered: formers.answered };
          const found = judgeFormer(line, formerOf(line, formers) ?? undefined, judged);
          issues.push(...[...found].map(({ path, reason }) => ({ path: ['lines', i, ...path], reason })));
        }
      // what was ordered before a death is still stopped
      if (circumstances.isDeceased && lines.some(({ act }) => act !== 'stop'))
        issues.unshift({ path: ['lines'], reason: 'deceased' });
      if (issues.length > 0) refuse(issues);
      const limits = await limitsOfLines(ctx, { lines, formers, today: circumstances.today });
      const running = await runningSpans(ctx, { lines, limited: limits, today: circumstances.today });
      const { ways, issues: notAllowed } = await judgeOrderer(ctx, orderer, { lines, formers, limits });
      const refused = [...issuesOfLimits(lines, limits, running), ...notAllowed];
      if (refused.length > 0) refuse(refused);
      // said in the language of the record, which keeps what was answered
      const { view: checks, labels } = await checkLines(ctx, lines, { hook: 'order-sign', language: 'fr' });
      const heard = inTheirName?.protocol ? asHeardByNurse(checks) : checks;
      const unanswered = answerIssuesOf(heard, answers);
      if (unanswered.length > 0) refuse(unanswered);
      const writing = { ctx, transaction, circumstances, inTheirName };
      for (const [i, line] of lines.entries())
        await writeLine(
          writing,
          { line, former: formerOf(line, formers), waits: ways[i] === 'waits' },
          i,
        ).catch(atLine(i));
      const orderAt = (line: number) => ({ reference: orderReference(transaction, lines[line], line) });
      const recording = { patientId: ctx.patientId, author: authorOf(ctx), now, labels, orderAt };
      for (const [i, found] of detectedIssuesOf(checks, answers, recording).entries())
        transaction.create(`check-${i}`, found);
      const orders = ordersOf(transaction, lines, formers);
      const [unit] = orderer.units;
      const ask = (kind: 'reread' | 'validate', asked: readonly Ordered[]) => {
        if (!unit || asked.length === 0) return;
        const to = { ...unit, role: 'doctor' };
        transaction.create(kind, orderTask(ctx, { kind, to, orders: asked, at: now.toISOString() }));
      };
      if (inTheirName) transaction.create('asked', inTheirName.task(orders, now));
      if (ways.includes('reread'))
        ask(
          'reread',
          orders.filter((_, i) => ways[i] !== 'waits'),
        );
      ask(
        'validate',
        orders.filter((_, i) => ways[i] === 'waits'),
      );
      const said: Written = {
        ids: lines.map((line, i) => (line.act === 'stop' ? line.former.id : transaction.idAt(String(i)))),
        waiting: ways.filter((way) => way === 'waits').length,
        toReread: ways.filter((way) => way === 'reread').length,
      };
      return JSON.stringify(said);
    },
  });
  ctx.auditResources(...written.references);
  await ctx.services.inbox.written(written.references);
  return { ...saidOf(written.says), isReplay: written.isReplay };
}

/** What asks for a reason is a doctor's to weigh. */
export const asHeardByNurse = (checks: ChecksView): ChecksView => ({
  ...checks,
  alerts: checks.alerts.map((alert) =>
    alert.level === 'informs' ? alert : { ...alert, level: 'blocks', canLift: false },
  ),
});

/** Signatures of before anything waited said their ids alone. */
function saidOf(says: string | null): Written {
  const said = JSON.parse(says ?? '[]') as Written | string[];
  return Array.isArray(said) ? { ids: said, waiting: 0, toReread: 0 } : said;
}

/** What was ordered, renewed and stopped, as a senior rereads it. */
const ordersOf = (transaction: ChartTransaction, lines: readonly OrderLine[], formers: Formers) =>
  lines.map((line, i) => {
    const former = formerOf(line, formers);
    const isKept = former !== null && keptBackOf([former]).length > 0;
    // a task is read by more people than what it is about
    const words = isKept
      ? 'accès restreint'
      : line.act === 'new' || line.act === 'revise'
        ? line.coded.text
        : ((former?.resourceType === 'MedicationRequest' ? former.medicationCodeableConcept : former?.code)
            ?.text ?? '');
    const said = [words, ...(isKept ? [] : detailsOf(line, former))].filter(Boolean).join(' – ');
    return { reference: orderReference(transaction, line, i), words: `${acts[line.act]} : ${said}` };
  });

/** What a name alone does not say: how much and how often, for what, why it is ended. */
function detailsOf(line: OrderLine, former: MedicationRequest | ServiceRequest | null): string[] {
  if (line.act === 'stop') return [line.why];
  const isOfDrug = former?.resourceType === 'MedicationRequest';
  const regimen = line.kind === 'drug' ? regimenFor(line, isOfDrug ? former : null) : null;
  const dosage = regimen ? dosagesOf(regimen, null).flatMap(({ text }) => text ?? []) : [];
  return [
    dosage.join(', puis '),
    ...(line.act === 'renew' ? [] : [line.reason, line.note]),
    ...(line.act === 'revise' ? [line.why] : []),
    ...(line.kind === 'service' && line.act === 'new' ? [line.addressee] : []),
  ];
}

/** The order that a line becomes, or the one it stops. */
function orderReference(transaction: ChartTransaction, line: OrderLine | undefined, place: number): string {
  const type = line?.kind === 'service' ? 'ServiceRequest' : 'MedicationRequest';
  return `${type}/${line?.act === 'stop' ? line.former.id : transaction.idAt(String(place))}`;
}

const acts: Record<OrderLine['act'], string> = {
  new: 'Nouveau',
  revise: 'Modifié',
  renew: 'Renouvelé',
  stop: 'Arrêté',
};

interface Writing {
  ctx: OrderContext;
  transaction: ChartTransaction;
  circumstances: Circumstances;
  inTheirName: InTheirName | undefined;
}
interface MeantLine {
  line: OrderLine;
  former: MedicationRequest | ServiceRequest | null;
  /** It acts once somebody has validated it. */
  waits: boolean;
}

async function writeLine(writing: Writing, { line, former, waits }: MeantLine, i: number): Promise<void> {
  const { ctx, transaction, circumstances, inTheirName } = writing;
  const { now, today, stay } = circumstances;
  const ordered = { requester: inTheirName?.requester, protocol: inTheirName?.protocol, waits };
  const drafted = await draftOf({ ctx, now, stay, group: transaction.id, ordered }, line, former);
  const noted = (one: Order) => (inTheirName ? withNote(one, noteOf(ctx, inTheirName.note, now)) : one);
  const order = drafted && noted(drafted);
  if (order) {
    // the whole basket is checked once more when it is sent; here each line has its own answer
    await checkCoded(
      ctx.services.terminology,
      { resourceType: 'Bundle', type: 'transaction', entry: [{ resource: order }] },
      () => Promise.reject(new Error('nothing of it is stored')),
    );
    transaction.create(String(i), order);
  } else if (line.act !== 'stop') throw new Error('an order that was judged is not written');
  if (!former || line.act === 'new') return;
  // a renewal that begins later leaves what runs until then as it is
  const endsNow = line.act !== 'renew' || line.start.slice(0, 10) <= today;
  const successor = order && `${order.resourceType}/${transaction.idAt(String(i))}`;
  const why = line.act === 'renew' ? null : line.why;
  const ending = { why, at: endsNow ? now.toISOString() : null, successor };
  const ended =
    former.resourceType === 'MedicationRequest' ? endedDrug(former, ending) : endedService(former, ending);
  transaction.update(noted(ended), line.former.version);
}

const withNote = (order: Order, note: Annotation): Order => ({
  ...order,
  note: [...(order.note ?? []), note],
});

interface Ending {
  /** Null of what is renewed. */
  why: string | null;
  /** Null: it runs on. */
  at: string | null;
  successor: string | null;
}

function endedDrug(former: MedicationRequest, { why, at, successor }: Ending): MedicationRequest {
  return {
    ...former,
    ...(at ? { status: why === null ? 'completed' : 'stopped' } : {}),
    ...(why === null ? {} : { statusReason: { text: why } }),
    extension: [
      ...(former.extension ?? []),
      ...(at ? [{ url: requestExtensions.statusChanged, valueDateTime: at }] : []),
      ...succeededBy(successor),
    ],
  };
}

function endedService(former: ServiceRequest, { why, at, successor }: Ending): ServiceRequest {
  return {
    ...former,
    ...(at ? { status: why === null ? 'completed' : 'revoked' } : {}),
    extension: [
      ...(former.extension ?? []),
      ...(why === null ? [] : [{ url: serviceExtensions.statusReason, valueCodeableConcept: { text: why } }]),
      ...(at ? [{ url: serviceExtensions.statusChanged, valueDateTime: at }] : []),
      ...succeededBy(successor),
    ],
  };
}

const succeededBy = (reference: string | null): Extension[] =>
  reference === null ? [] : [{ url: requestExtensions.succeededBy, valueReference: { reference } }];

/** What is wrong with a code is said at its line: `lines.N.coded`. */
const atLine =
  (i: number) =>
  (error: unknown): never => {
    if (!(error instanceof TRPCError) || !(error.cause instanceof z.ZodError)) throw error;
    refuse(error.cause.issues.map(({ message }) => ({ path: ['lines', i, 'coded'], reason: message })));
  };
