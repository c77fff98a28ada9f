import { versionOf } from '@keneyapp/fhir-model/bundles';
import { orderTaskOf, waitingIn, type OrderTask, type TaskedOrder } from '@keneyapp/fhir-model/order-task';
import { patientReference } from '@keneyapp/fhir-model/references';
import {
  addressedTo,
  readTask,
  referenceTo,
  withStep,
  type Addressee,
  type TaskStep,
} from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import { notAsked } from '../../access/denied.ts';
import { withheld } from '../../access/released.ts';
import { isAsked, personOf, type Person } from '../../inbox/who.ts';
import { changedMeanwhile } from '../../writing/outcome-errors.ts';
import type { OrderContext } from '../order-context.ts';

export interface Named {
  id: string;
  version: string;
}
export interface AskedTask {
  task: Task;
  version: string;
  /** Of which nothing was said yet. */
  waiting: TaskedOrder[];
  /** So many more wait that this person is not shown. */
  hidden: number;
}

/** Who answers for orders; throws for who is nobody of the house. */
export async function answering(ctx: OrderContext, now: Date): Promise<Person> {
  const person = await personOf(ctx, now);
  if (!person) throw notAsked();
  return person;
}

/** The task as this person saw it; throws for one of another kind, of which they are not asked, or that changed since. */
export async function askedTask(
  ctx: OrderContext,
  person: Person,
  { kind, id, version }: Named & { kind: OrderTask },
): Promise<AskedTask> {
  const [task, stored] = await Promise.all([
    ctx.fhir.read('Task', id),
    ctx.services.capabilities.taskInbox.read('Task', id),
  ]);
  const read = readTask(task);
  if (orderTaskOf(task) !== kind || !isAsked(read, person)) throw notAsked();
  const waiting = waitingIn(task);
  const isOver = read.state === 'done' || read.state === 'called-off' || waiting.length === 0;
  if (isOver || versionOf(task) !== version) throw changedMeanwhile();
  return { task, version, waiting, hidden: waitingIn(stored).length - waiting.length };
}

const selfOf = (ctx: OrderContext, { me }: Person): Addressee => ({
  key: me,
  name: ctx.session.displayName,
  role: null,
});

/** Done by this person, with what they said. */
export function settled(
  ctx: OrderContext,
  person: Person,
  task: Task,
  how: { note: string; now: Date },
): Task {
  const me = selfOf(ctx, person);
  const { owner, also } = readTask(task);
  const before = [...also, ...(owner && owner.key !== me.key ? [owner] : [])];
  const step: TaskStep = {
    ...{ kind: 'done', at: how.now.toISOString(), by: me, to: null, until: null },
    note: how.note || null,
  };
  const { executionPeriod: _, ...rest } = task;
  return withStep(addressedTo({ ...rest, status: 'completed' }, me, before), step);
}

/** What whoever ordered it is told, as something to see to: a remark, why it was refused, that it is contested. */
export function answerToAuthor(
  ctx: OrderContext,
  person: Person,
  {
    task,
    title,
    text,
    orders,
    now,
  }: { task: Task; title: string; text: string; orders: readonly TaskedOrder[]; now: Date },
): Task | null {
  const { requester } = readTask(task);
  if (!requester) return null;
  const by = selfOf(ctx, person);
  const to = { ...requester, role: null };
  const at = now.toISOString();
  const answer: Task = {
    resourceType: 'Task',
    meta: { tag: [withheld] },
    status: 'requested',
    intent: 'order',
    priority: 'urgent',
    description: title,
    for: { reference: patientReference(ctx.patientId) },
    requester: referenceTo(by),
    authoredOn: at,
    note: [{ text, time: at, authorReference: referenceTo(by) }],
    input: orders.map(({ reference, words }) => ({
      type: { text: 'Prescription' },
      valueReference: { reference, display: words },
    })),
  };
  return withStep(addressedTo(answer, to, []), { kind: 'made', at, by, to, until: null, note: null });
}
