import { matches, orThrow } from '@keneyapp/fhir-model/bundles';
import { isOver } from '@keneyapp/fhir-model/dates';
import { ordersOfTask, orderTaskOf, waitingIn } from '@keneyapp/fhir-model/order-task';
import { patientIdOf, patientReference } from '@keneyapp/fhir-model/references';
import { readTask } from '@keneyapp/fhir-model/task';
import { words } from '@keneyapp/fhir-model/text';
import type { MedicationRequest, ServiceRequest, Task } from '@medplum/fhirtypes';
import type { Verdict } from '../../access/access.ts';
import { findFor } from '../../inbox/find.ts';
import { isAsked, personOf } from '../../inbox/who.ts';
import { isSenior } from '../../ordering/prescribers/order-tasks.ts';
import { openCharts, patientsOf, type ListContext } from './list.ts';
import type { OrderCheck, OrdersToAnswerFor, OrderTaskRow } from './view.ts';

const maxTasks = 300;

/**
 * Orders that wait for a doctor's word: those of people in training, and those given by word. Each is shown as its chart
 * shows it to this person; of closed charts only that something waits.
 */
export async function listOrderTasks(ctx: ListContext): Promise<OrdersToAnswerFor> {
  const now = new Date();
  const empty: OrdersToAnswerFor = { rows: [], closed: 0, isSenior: false, isTruncated: false };
  const person = await personOf(ctx, now);
  if (!person) return empty;
  const [found, senior] = await Promise.all([
    findFor(ctx.services.inbox.rows, person, maxTasks + 1),
    isSenior(ctx, now),
  ]);
  const ids = found
    .slice(0, maxTasks)
    .flatMap(({ reference }) => (reference.startsWith('Task/') ? [reference.slice(5)] : []));
  if (ids.length === 0) return { ...empty, isSenior: senior };
  const ofTasks = [{ type: 'Task' as const, params: { _id: ids.join(','), _count: ids.length } }];
  const stored = (await ctx.services.capabilities.taskInbox.batchSearch(ofTasks))
    .flatMap((answer) => matches(orThrow(answer), 'Task'))
    .filter((task) => orderTaskOf(task) !== null && isWaiting(task));
  const patients = [...new Set(stored.flatMap((task) => patientIdOf(task.for?.reference) ?? []))];
  const open = await openCharts(ctx, 'tasks.read', patients);
  const readable = ctx.chartsFhir('tasks', open);
  const shownIds = stored.map(({ id }) => id).join(',');
  const shown =
    stored.length === 0
      ? []
      : await readable.batchSearch([{ type: 'Task', params: { _id: shownIds, _count: stored.length } }]);
  const tasks = shown.flatMap((answer) => matches(orThrow(answer), 'Task'));
  const [people, orders, checks] = await Promise.all([
    patientsOf(ctx, [...open.keys()], now),
    ordersShown(ctx, tasks),
    checksShown(ctx, tasks),
  ]);
  ctx.auditResources('Task', ...[...open.keys()].map((id) => patientReference(id)));
  const rows = tasks.flatMap((task): OrderTaskRow[] => {
    const kind = orderTaskOf(task);
    const read = readTask(task);
    const patient = people.get(read.patientId ?? '');
    if (kind === null || !patient) return [];
    const isOwn = read.requester?.key === person.me;
    // who stands in for a doctor heard nothing of what that one said
    const isMine = kind === 'countersign' ? read.owner?.key === person.me : senior && isAsked(read, person);
    if (!isOwn && !isMine) return [];
    // what its page does not show them is not told here either; the chart leaves it out of the task as well
    const waiting = waitingIn(task).filter(({ reference }) => orders.has(reference));
    const whole = stored.find(({ id }) => id === task.id);
    const hidden = (whole ? waitingIn(whole).length : 0) - waiting.length;
    return [
      {
        kind,
        id: read.id,
        version: read.version ?? '',
        patient,
        by: read.requester?.name ?? null,
        to: read.owner?.name ?? null,
        at: read.authored,
        due: read.due,
        isLate: isOver(read.due, now),
        // its own words alone: a task that is read says its orders there as well
        note: kind === 'validate' ? null : words(task.note?.[0]?.text),
        mayAnswer: isMine && !isOwn && (kind === 'reread' ? waiting.length > 0 : hidden === 0),
        orders: waiting.map(({ reference, words }) => ({
          reference,
          words,
          status: orders.get(reference)?.status ?? null,
          checks: checks.get(reference) ?? [],
        })),
        hidden,
      },
    ];
  });
  return {
    rows: rows.sort(byPatient),
    closed: stored.length - tasks.length,
    isSenior: senior,
    isTruncated: found.length > maxTasks,
  };
}

const isWaiting = (task: Task): boolean => {
  const { state } = readTask(task);
  return state !== 'done' && state !== 'called-off';
};

/** What is late first, then patient by patient, the oldest first. */
const byPatient = (a: OrderTaskRow, b: OrderTaskRow): number =>
  Number(b.isLate) - Number(a.isLate) ||
  a.patient.id.localeCompare(b.patient.id) ||
  (a.at ?? '').localeCompare(b.at ?? '');

/** Orders as their own pages show them: what is not there is not told here. */
async function ordersShown(
  ctx: ListContext,
  tasks: readonly Task[],
): Promise<Map<string, MedicationRequest | ServiceRequest>> {
  const patients = [...new Set(tasks.flatMap((task) => patientIdOf(task.for?.reference) ?? []))];
  const references = tasks.flatMap((task) => ordersOfTask(task).map(({ reference }) => reference));
  const read = async <T extends 'MedicationRequest' | 'ServiceRequest'>(
    type: T,
    feature: 'medications' | 'orders',
  ) => {
    const ids = references.flatMap((one) => (one.startsWith(`${type}/`) ? [one.slice(type.length + 1)] : []));
    if (ids.length === 0) return [];
    const open: ReadonlyMap<string, Verdict> = await openCharts(ctx, `${feature}.read`, patients);
    const answers = await ctx
      .chartsFhir(feature, open)
      .batchSearch([{ type, params: { _id: ids.join(','), _count: ids.length } }]);
    ctx.auditResources(type);
    return answers.flatMap((answer) => matches(orThrow(answer), type));
  };
  const all = await Promise.all([read('MedicationRequest', 'medications'), read('ServiceRequest', 'orders')]);
  return new Map(all.flat().map((one) => [`${one.resourceType}/${one.id ?? ''}`, one]));
}

/** What was answered to alerts when the orders were signed, and what was not checked; of what is kept from the reader, nothing. */
async function checksShown(ctx: ListContext, tasks: readonly Task[]): Promise<Map<string, OrderCheck[]>> {
  const patients = [...new Set(tasks.flatMap((task) => patientIdOf(task.for?.reference) ?? []))];
  const implicated = tasks.flatMap((task) => ordersOfTask(task).map(({ reference }) => reference));
  if (implicated.length === 0) return new Map();
  const open: ReadonlyMap<string, Verdict> = await openCharts(ctx, 'medications.read', patients);
  const readable = ctx.chartsFhir('medications', open);
  const params = { implicated: implicated.join(','), _count: 10 * maxTasks };
  const found = await readable.batchSearch([{ type: 'DetectedIssue', params }]);
  ctx.auditResources('DetectedIssue');
  const checks = new Map<string, OrderCheck[]>();
  for (const issue of found.flatMap((answer) => matches(orThrow(answer), 'DetectedIssue'))) {
    if (issue.status === 'entered-in-error') continue;
    const [summary] = (issue.detail ?? '').split('\n');
    const says = [issue.code?.text, summary].filter(Boolean).join(' – ');
    const answer = issue.mitigation?.flatMap(({ action }) => words(action.text) ?? []).join(' ; ') ?? null;
    for (const { reference } of issue.implicated ?? [])
      if (reference) checks.set(reference, [...(checks.get(reference) ?? []), { says, answer }]);
  }
  return checks;
}
