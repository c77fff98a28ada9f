import { matches, orThrow, versionOf } from '@keneyapp/fhir-model/bundles';
import { readRequest } from '@keneyapp/fhir-model/medication';
import { withSaid, type TaskedOrder } from '@keneyapp/fhir-model/order-task';
import { patientReference } from '@keneyapp/fhir-model/references';
import { serviceExtensions } from '@keneyapp/fhir-model/service-request';
import type { MedicationRequest, ServiceRequest } from '@medplum/fhirtypes';
import { notAsked } from '../../access/denied.ts';
import { readPerFeature } from '../../access/read-per-feature.ts';
import { issuesOf as answerIssuesOf } from '../../decision-support/answers.ts';
import type { Answer, ChecksView } from '../../decision-support/checks-view.ts';
import { detectedIssuesOf } from '../../decision-support/detected-issues.ts';
import { refuse } from '../../errors.ts';
import { withheld } from '../../access/released.ts';
import { authorOf, noteOf } from '../../statements.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import { checkDrafts } from '../check-lines.ts';
import { recordedBy, type Draft, type Order } from '../drafts.ts';
import { circumstancesOf, type OrderContext, type ReadContext } from '../order-context.ts';
import { issuesOfLimits, limitsOfOrders } from '../paper/limits-of-lines.ts';
import { runningSpans } from '../paper/running.ts';
import { answering, answerToAuthor, askedTask, settled, type Named } from './asked-task.ts';
import { mayAnswerFor } from './order-tasks.ts';

interface Keyed {
  key: string;
}
export interface Settled {
  isReplay: boolean;
}

async function settle(ctx: OrderContext, key: string, plan: Parameters<OrderContext['write']>[0]['plan']) {
  const written = await ctx.write({ key, plan });
  ctx.auditResources(...written.references);
  await ctx.services.inbox.written(written.references);
  return { isReplay: written.isReplay };
}

/** A senior agrees with what was ordered in training, all of it or all but one order, to which they have a remark. */
export const reread = (
  ctx: OrderContext,
  {
    key,
    tasks,
    remark,
  }: Keyed & { tasks: readonly Named[]; remark: { order: string; words: string } | null },
): Promise<Settled> =>
  settle(ctx, key, async (transaction) => {
    const now = new Date();
    const person = await answering(ctx, now);
    for (const [i, named] of tasks.entries()) {
      const { task, version, waiting, hidden } = await askedTask(ctx, person, { ...named, kind: 'reread' });
      if (!(await mayAnswerFor(ctx, task, now))) throw notAsked();
      const about = remark ? waiting.filter(({ reference }) => reference === remark.order) : waiting;
      if (about.length === 0) throw changedMeanwhile();
      const references = about.map(({ reference }) => reference);
      const said = withSaid(task, references, remark ? 'remarked' : 'agreed');
      const isWhole = about.length === waiting.length && hidden === 0;
      const note = remark ? `Remarque : ${remark.words}` : '';
      // of the others nothing was said, nor of what is not shown: they wait on
      transaction.update(isWhole ? settled(ctx, person, said, { note, now }) : said, version);
      if (!remark) continue;
      const title = 'Remarque sur une prescription';
      const told = answerToAuthor(ctx, person, { task, title, text: remark.words, orders: about, now });
      if (told) transaction.create(`remark-${i}`, told);
    }
  });

/** The doctor who gave orders by word signs them, or says that they were not given so; the orders act meanwhile. */
export const countersign = (
  ctx: OrderContext,
  { key, contest, ...named }: Keyed & Named & { contest: string | null },
): Promise<Settled> =>
  settle(ctx, key, async (transaction) => {
    const now = new Date();
    const person = await answering(ctx, now);
    const { task, version, waiting, hidden } = await askedTask(ctx, person, {
      ...named,
      kind: 'countersign',
    });
    // not by who stands in for them: nobody else heard what was said
    if (task.owner?.reference !== person.me || hidden > 0) throw notAsked();
    const references = waiting.map(({ reference }) => reference);
    const said = withSaid(task, references, contest === null ? 'agreed' : 'remarked');
    const note = contest === null ? 'Signé' : `Contesté : ${contest}`;
    transaction.update(settled(ctx, person, said, { note, now }), version);
    if (contest === null) return;
    const words = `Prescription verbale contestée : ${contest}`;
    // it stands where the order is read, which acts until somebody stops it
    for (const order of await storedOrders(ctx, waiting))
      transaction.update(
        { ...order, note: [...(order.note ?? []), noteOf(ctx, words, now)] } as Order,
        seen(order),
      );
    const title = 'Prescription verbale contestée';
    const told = answerToAuthor(ctx, person, { task, title, text: contest, orders: waiting, now });
    if (told) transaction.create('contested', told);
  });

type Verdict = { kind: 'validate'; answers: readonly Answer[] } | { kind: 'refuse'; why: string };

/** A doctor makes act what a student proposed, under their own name and with the checks of this moment, or refuses it. */
export const validate = (
  ctx: OrderContext,
  { key, verdict, ...named }: Keyed & Named & { verdict: Verdict },
): Promise<Settled> =>
  settle(ctx, key, async (transaction) => {
    const now = new Date();
    const person = await answering(ctx, now);
    const { task, version, waiting, hidden } = await askedTask(ctx, person, { ...named, kind: 'validate' });
    // nobody signs what they are not shown
    if (hidden > 0 || !(await mayAnswerFor(ctx, task, now))) throw notAsked();
    const orders = await proposedOrders(ctx, waiting);
    const said = withSaid(
      task,
      waiting.map(({ reference }) => reference),
      verdict.kind === 'validate' ? 'agreed' : 'remarked',
    );
    const note = verdict.kind === 'validate' ? '' : `Refusé : ${verdict.why}`;
    transaction.update(settled(ctx, person, said, { note, now }), version);
    if (verdict.kind === 'refuse') {
      for (const order of orders) transaction.update(refused(order, verdict.why, now), seen(order));
      const title = 'Prescription proposée refusée';
      const told = answerToAuthor(ctx, person, { task, title, text: verdict.why, orders: waiting, now });
      if (told) transaction.create('refused', told);
      return;
    }
    const { isDeceased, isInHouse, today } = await circumstancesOf(ctx, now);
    if (isDeceased) refuse([{ path: ['verdict'], reason: 'deceased' }]);
    if (!isInHouse && orders.some((order) => isOfWard(order, now)))
      refuse([{ path: ['verdict'], reason: 'not-in-house' }]);
    // what runs now was perhaps not there when it was proposed
    const limited = await limitsOfOrders(ctx, orders, today);
    const running = await runningSpans(ctx, { lines: [], limited, today });
    const beyond = issuesOfLimits(
      limited.map((one) => one ?? { act: 'stop' }),
      limited,
      running,
    );
    if (beyond.length > 0) refuse(beyond.map(({ reason }) => ({ path: ['verdict'], reason })));
    const drafts = draftsFrom(orders, ctx, now);
    const { view, labels } = await checkDrafts(ctx, drafts, { hook: 'order-sign', language: 'fr' });
    const unanswered = answerIssuesOf(view, verdict.answers);
    if (unanswered.length > 0) refuse(unanswered);
    for (const [i, order] of orders.entries()) transaction.update(drafts[i]?.resource ?? order, seen(order));
    const orderAt = (line: number) => ({ reference: waiting[line]?.reference ?? '' });
    const recording = { patientId: ctx.patientId, author: authorOf(ctx), now, labels, orderAt };
    for (const [i, found] of detectedIssuesOf(view, verdict.answers, recording).entries())
      transaction.create(`check-${i}`, found);
  });

/** What the checks say now of what waits to be validated. */
export async function checkProposed(
  ctx: OrderContext,
  { id, version, language }: Named & { language: 'fr' | 'en' },
): Promise<ChecksView> {
  const now = new Date();
  const person = await answering(ctx, now);
  const { waiting } = await askedTask(ctx, person, { kind: 'validate', id, version });
  const drafts = draftsFrom(await proposedOrders(ctx, waiting), ctx, now);
  return (await checkDrafts(ctx, drafts, { hook: 'order-sign', language })).view;
}

const draftsFrom = (orders: readonly Order[], ctx: OrderContext, now: Date): Draft[] =>
  orders.map((order, line) => ({ line, resource: validated(order, ctx, now) }));

/** Ordered by who validates it, from now on; who proposed it stays who wrote it down. */
function validated(order: Order, ctx: OrderContext, now: Date): Order {
  const signed = { status: 'active' as const, authoredOn: now.toISOString(), requester: authorOf(ctx) };
  if (order.resourceType === 'MedicationRequest') return { ...order, ...signed };
  const proposer = order.requester as Parameters<typeof recordedBy>[0] | undefined;
  const extension = [...(order.extension ?? []), ...(proposer ? [recordedBy(proposer)] : [])];
  return { ...order, ...signed, extension };
}

/** It was never ordered: a patient is not told of what was only proposed, nor why it was refused. */
function refused(order: Order, why: string, now: Date): Order {
  const meta = { ...order.meta, tag: [...(order.meta?.tag ?? []), { ...withheld }] };
  if (order.resourceType === 'MedicationRequest')
    return { ...order, meta, status: 'cancelled', statusReason: { text: why } };
  return {
    ...order,
    meta,
    status: 'revoked',
    extension: [
      ...(order.extension ?? []),
      { url: serviceExtensions.statusReason, valueCodeableConcept: { text: why } },
      { url: serviceExtensions.statusChanged, valueDateTime: now.toISOString() },
    ],
  };
}

function seen(order: Order): string {
  const version = versionOf(order);
  if (version === null) throw changedMeanwhile();
  return version;
}

const isOfWard = (order: Order, now: Date): boolean =>
  order.resourceType === 'MedicationRequest' &&
  readRequest(order, () => undefined, now).setting === 'inpatient';

const idsOf = (orders: readonly TaskedOrder[], type: Order['resourceType']): string[] =>
  orders.flatMap(({ reference }) =>
    reference.startsWith(`${type}/`) ? [reference.slice(type.length + 1)] : [],
  );

/** In the order of the task; throws where one is gone. */
async function storedOrders(ctx: ReadContext, orders: readonly TaskedOrder[]): Promise<Order[]> {
  const patient = patientReference(ctx.patientId);
  const [drugs, services] = [idsOf(orders, 'MedicationRequest'), idsOf(orders, 'ServiceRequest')];
  const of = (ids: readonly string[]) => ({ _id: ids.join(','), patient, _count: ids.length });
  const [readDrugs, readServices] = await Promise.all([
    drugs.length > 0 ? ctx.fhir.search('MedicationRequest', of(drugs)) : null,
    services.length > 0 ? ctx.fhir.search('ServiceRequest', of(services)) : null,
  ]);
  const found = new Map<string, MedicationRequest | ServiceRequest>(
    [
      ...(readDrugs ? matches(readDrugs, 'MedicationRequest') : []),
      ...(readServices ? matches(readServices, 'ServiceRequest') : []),
    ].map((one) => [`${one.resourceType}/${one.id ?? ''}`, one]),
  );
  return orders.map(({ reference }) => {
    const order = found.get(reference);
    if (!order) throw changedMeanwhile();
    return order;
  });
}

/** As the person sees them: what they are not shown they do not sign. */
async function proposedOrders(ctx: ReadContext, orders: readonly TaskedOrder[]): Promise<Order[]> {
  const stored = await storedOrders(ctx, orders);
  const drugs = idsOf(orders, 'MedicationRequest');
  if (drugs.length > 0) {
    const params = { _id: drugs.join(','), patient: patientReference(ctx.patientId), _count: drugs.length };
    const { answers } = await readPerFeature(ctx, [
      { type: 'MedicationRequest', params, feature: 'medications' },
    ]);
    if (matches(orThrow(answers[0]), 'MedicationRequest').length < drugs.length) throw notAsked();
  }
  if (stored.some(({ status }) => status !== 'draft')) throw changedMeanwhile();
  return stored;
}
