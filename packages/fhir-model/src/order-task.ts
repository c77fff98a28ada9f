import type { CodeableConcept, Task } from '@medplum/fhirtypes';
import { referenceKey } from './references.ts';

const system = 'https://keneyapp.example/task';

/**
 * What orders wait for after they were signed: a senior rereads what an interne ordered, and which acts already; a doctor
 * validates what a student proposed, and which does not act yet; the doctor who gave an order by word signs it.
 */
const codes = {
  reread: { code: 'reread-orders', text: 'Relecture de prescriptions' },
  validate: { code: 'validate-orders', text: 'Validation de prescriptions' },
  countersign: { code: 'sign-verbal-orders', text: 'Signature de prescriptions verbales' },
} as const;
export type OrderTask = keyof typeof codes;
const kinds = Object.keys(codes) as OrderTask[];

export const orderTaskCode = (kind: OrderTask): CodeableConcept => ({
  coding: [{ system, code: codes[kind].code }],
  text: codes[kind].text,
});

/** Null of every other task. */
export const orderTaskOf = ({ code }: Pick<Task, 'code'>): OrderTask | null =>
  kinds.find((kind) => code?.coding?.some((one) => one.system === system && one.code === codes[kind].code)) ??
  null;

/** What was said of one order; where nothing was, it still waits. */
export type OrderSaid = 'agreed' | 'remarked';
const said: Record<OrderSaid, string> = { agreed: 'Relu', remarked: 'Remarque' };

export interface TaskedOrder {
  /** `MedicationRequest/…`, `ServiceRequest/…` */
  reference: string;
  /** As it was signed. */
  words: string;
  said: OrderSaid | null;
}

export function ordersOfTask({ input = [], output = [] }: Pick<Task, 'input' | 'output'>): TaskedOrder[] {
  const saidOf = new Map(
    output.flatMap(({ type, valueReference }) => {
      const key = referenceKey(valueReference?.reference ?? '');
      const how = (Object.keys(said) as OrderSaid[]).find((one) => said[one] === type?.text);
      return key && how ? [[key, how] as const] : [];
    }),
  );
  return input.flatMap(({ valueReference }): TaskedOrder[] => {
    const reference = referenceKey(valueReference?.reference ?? '');
    return reference && /^(MedicationRequest|ServiceRequest)\//.test(reference)
      ? [{ reference, words: valueReference?.display ?? '', said: saidOf.get(reference) ?? null }]
      : [];
  });
}

/** Those of which nothing was said yet. */
export const waitingIn = (task: Pick<Task, 'input' | 'output'>): TaskedOrder[] =>
  ordersOfTask(task).filter(({ said: how }) => how === null);

/** The task with what was said of these orders, beside what was said before. */
export const withSaid = (task: Task, references: readonly string[], how: OrderSaid): Task => ({
  ...task,
  output: [
    ...(task.output ?? []),
    ...references.map((reference) => ({ type: { text: said[how] }, valueReference: { reference } })),
  ],
});
