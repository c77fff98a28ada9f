import { patientReference } from '@keneyapp/fhir-model/references';
import { addressedTo, isRereading, referenceTo, rereadingCode, withStep } from '@keneyapp/fhir-model/task';
import type { Task } from '@medplum/fhirtypes';
import { withheld } from '../../access/released.ts';
import type { PatientContext } from '../../context.ts';
import { mayReread, ordererOf, readPrescribers, type Orderer } from './prescribers.ts';

interface Ordered {
  /** `MedicationRequest/…` */
  reference: string;
  words: string;
}

/** A task for the doctors of the unit: reread what somebody in training ordered, which acts already. Null where there is no unit to ask. */
export function rereadingTask(
  { session, patientId }: Pick<PatientContext, 'session' | 'patientId'>,
  { units }: Orderer,
  { orders, at }: { orders: readonly Ordered[]; at: string },
): Task | null {
  const [unit] = units;
  if (!unit || orders.length === 0) return null;
  const author = { key: session.fhirUser ?? '', name: session.displayName };
  const to = { ...unit, role: 'doctor' };
  const task: Task = {
    resourceType: 'Task',
    meta: { tag: [withheld] },
    status: 'requested',
    intent: 'order',
    code: rereadingCode,
    priority: 'routine',
    description: `Relire les prescriptions de ${session.displayName}`,
    for: { reference: patientReference(patientId) },
    requester: referenceTo({ ...author, role: null }),
    authoredOn: at,
    note: [{ text: orders.map(({ words }) => words).join('\n'), time: at }],
    input: orders.map(({ reference, words }) => ({
      type: { text: 'Prescription' },
      valueReference: { reference, display: words },
    })),
  };
  return withStep(addressedTo(task, to, []), { kind: 'made', at, by: author, to, until: null, note: null });
}

/** Whether a person may take a step of a task: what was ordered in training is reread by a senior, and never by its author. */
export async function mayStepRereading(
  ctx: Pick<PatientContext, 'session' | 'services'>,
  task: Task,
  now: Date,
): Promise<boolean> {
  if (!isRereading(task)) return true;
  if (task.requester?.reference === ctx.session.fhirUser) return false;
  const [table, { profession }] = await Promise.all([
    readPrescribers(ctx.services.db),
    ordererOf(ctx.services, ctx.session, now),
  ]);
  return mayReread(table, profession);
}
