import { orderTaskCode, orderTaskOf, waitingIn, type OrderTask } from '@keneyapp/fhir-model/order-task';
import { patientReference } from '@keneyapp/fhir-model/references';
import { addressedTo, referenceTo, withStep, type Addressee } from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import { withheld } from '../../access/released.ts';
import type { PatientContext } from '../../context.ts';
import { mayReread, ordererOf, readPrescribers } from './prescribers.ts';

export interface Ordered {
  /** `MedicationRequest/…` */
  reference: string;
  words: string;
}
interface Asked {
  kind: OrderTask;
  to: Addressee;
  orders: readonly Ordered[];
  at: string;
  /** What it is called, where its kind does not say it all. */
  title?: string;
  /** What whoever is asked reads first. */
  says?: string;
  /** Until when, where there is a limit. */
  due?: string;
}

const titles: Record<OrderTask, (name: string) => string> = {
  reread: (name) => `Relire les prescriptions de ${name}`,
  validate: (name) => `Valider les prescriptions proposées par ${name}`,
  countersign: (name) => `Signer les prescriptions données de vive voix à ${name}`,
};

/** What somebody has to do about orders of this person: reread those that act, validate those that wait, sign those they gave by word. */
export function orderTask(
  { session, patientId }: Pick<PatientContext, 'session' | 'patientId'>,
  { kind, to, orders, at, title, says, due }: Asked,
): Task {
  const author = { key: session.fhirUser ?? '', name: session.displayName };
  const task: Task = {
    resourceType: 'Task',
    meta: { tag: [withheld] },
    status: 'requested',
    intent: 'order',
    code: orderTaskCode(kind),
    // what waits is given to nobody before it is validated
    priority: kind === 'reread' ? 'routine' : 'urgent',
    description: title ?? titles[kind](session.displayName),
    for: { reference: patientReference(patientId) },
    requester: referenceTo({ ...author, role: null }),
    authoredOn: at,
    ...(says ? { note: [{ text: says, time: at }] } : {}),
    ...(due === undefined ? {} : { restriction: { period: { end: due } } }),
    input: orders.map(({ reference, words }) => ({
      type: { text: 'Prescription' },
      valueReference: { reference, display: words },
    })),
  };
  return withStep(addressedTo(task, to, []), { kind: 'made', at, by: author, to, until: null, note: null });
}

type Stepping = Pick<PatientContext, 'session' | 'services'>;

/**
 * Whether a person may take a step of a task by the list of tasks: what was ordered in training is reread by a senior, and
 * never by its author, nor by whom any of it is not shown. What waits to be validated or signed is settled where that is
 * done, and by no step.
 */
export async function mayStepOrderTask(
  ctx: Stepping,
  task: Task,
  { isFinal, now }: { isFinal: boolean; now: Date },
): Promise<boolean> {
  const kind = orderTaskOf(task);
  if (kind === null) return true;
  if (kind !== 'reread' || !(await mayAnswerFor(ctx, task, now))) return false;
  if (!isFinal) return true;
  const whole = await ctx.services.capabilities.taskInbox.read('Task', task.id ?? '');
  return waitingIn(whole).length === waitingIn(task).length;
}

/** A senior, and somebody else than who ordered it. */
export async function mayAnswerFor(ctx: Stepping, task: Task, now: Date): Promise<boolean> {
  return task.requester?.reference !== ctx.session.fhirUser && isSenior(ctx, now);
}

export async function isSenior({ session, services }: Stepping, now: Date): Promise<boolean> {
  const [table, { profession }] = await Promise.all([
    readPrescribers(services.db),
    ordererOf(services, session, now),
  ]);
  return mayReread(table, profession);
}
