import { z } from 'zod';
import {
  agendaAnswer,
  agendaInput,
  arrivedInput,
  booking,
  clash,
  findAnswer,
  findInput,
  historyEntry,
  holiday,
  id,
  instant,
  moveInput,
  patientReference,
  reserveAnswer,
  reserveInput,
  resource,
  resourceReference,
  rule,
  slotsAnswer,
  stepAnswer,
  stepInput,
  visitKind,
  waitingEntry,
  waitingView,
} from './contract.ts';

const version = z.number().int().min(1);
/** What is kept carries a number; who changes it says which one was read (null: there was none), else 409 `changed`. */
const versioned = <Shape extends z.ZodType>(shape: Shape) => z.object({ value: shape, version });
const change = <Shape extends z.ZodType>(shape: Shape) =>
  z.object({ value: shape, version: version.nullable() });
const changed = z.object({ version });
const done = z.object({});
const nothing = z.object({});

/** Something of this resource has changed on this day (Europe/Paris; null: its rules, on any day). Said after the fact, without who or what. */
export const agendaChange = z.object({ resource: resourceReference, day: z.iso.date().nullable() });
export type AgendaChange = z.output<typeof agendaChange>;

/** `POST /v1/<name>` with `input` as JSON. Always POST: what is asked may hold a patient's reference, and addresses are logged. */
export const operations = {
  'resources.list': {
    input: z.object({ units: z.array(id).max(200).nullable().default(null) }),
    answer: z.object({ resources: z.array(versioned(resource)) }),
  },
  'resources.put': { input: change(resource), answer: changed },
  'kinds.list': { input: nothing, answer: z.object({ kinds: z.array(versioned(visitKind)) }) },
  'kinds.put': { input: change(visitKind), answer: changed },
  'rules.list': {
    input: z.object({ resources: z.array(resourceReference).min(1).max(100) }),
    answer: z.object({ rules: z.array(versioned(rule)) }),
  },
  'rules.put': { input: change(rule), answer: changed },
  'rules.remove': { input: z.object({ id, version }), answer: done },
  /** Coming bookings inside of what is open now that a change of rules would leave outside. Changes nothing. */
  'rules.preview': {
    input: z.object({ put: z.array(rule).max(50), remove: z.array(id).max(50) }),
    answer: z.object({ outside: z.array(booking) }),
  },
  /** Public holidays from a day up to another one, both included. */
  'holidays.list': {
    input: z.object({ from: z.iso.date(), until: z.iso.date() }),
    answer: z.object({ holidays: z.array(holiday) }),
  },
  agenda: { input: agendaInput, answer: agendaAnswer },
  /** Of the same span, without what is there. */
  slots: { input: agendaInput, answer: slotsAnswer },
  find: { input: findInput, answer: findAnswer },
  /** 409 has the same shape: nothing was taken, and what stands against it. */
  reserve: { input: reserveInput, answer: reserveAnswer },
  move: { input: moveInput, answer: reserveAnswer },
  step: { input: stepInput, answer: stepAnswer },
  /** By id, by Appointment, or what a patient has from a moment on. Released ones by id alone, and the last of an Appointment. */
  'bookings.list': {
    input: z.union([
      z.object({ ids: z.array(z.uuid()).min(1).max(500) }),
      z.object({ appointments: z.array(id).min(1).max(500) }),
      z.object({ patient: patientReference, from: instant }),
    ]),
    answer: z.object({ bookings: z.array(booking) }),
  },
  'bookings.history': {
    input: z.object({ booking: z.uuid() }),
    answer: z.object({ entries: z.array(historyEntry) }),
  },
  /** `writing` for longer than this: whoever was writing them has to say what became of it (`confirm`, `back` or `release`). */
  'bookings.unsettled': {
    input: z.object({ olderThanSeconds: z.number().int().min(0).max(86_400).default(60) }),
    answer: z.object({ bookings: z.array(booking) }),
  },
  arrived: {
    input: arrivedInput,
    answer: z.object({ booking: booking.nullable(), clashes: z.array(clash) }),
  },
  /** What changed of visits without changing what is taken (somebody came): whoever follows is told, and nothing is kept. */
  touched: { input: z.object({ changes: z.array(agendaChange).max(500) }), answer: done },
  'clashes.list': {
    input: z.object({ resources: z.array(resourceReference).max(100).nullable().default(null) }),
    answer: z.object({ clashes: z.array(clash) }),
  },
  'clashes.seen': { input: z.object({ id: z.uuid() }), answer: done },
  'waiting.put': { input: waitingEntry, answer: waitingView },
  'waiting.list': {
    input: z.object({ patient: patientReference.nullable().default(null) }),
    answer: z.object({ entries: z.array(waitingView) }),
  },
  'waiting.withdraw': { input: z.object({ id: z.uuid() }), answer: waitingView },
} as const;

export type OperationName = keyof typeof operations;
export type OperationInput<Name extends OperationName> = z.input<(typeof operations)[Name]['input']>;
/** With what was left out filled in. */
export type OperationRequest<Name extends OperationName> = z.output<(typeof operations)[Name]['input']>;
export type OperationAnswer<Name extends OperationName> = z.output<(typeof operations)[Name]['answer']>;

/** Every refusal but those that are an `answer` with 409. `field`: where in the input. */
export const refusalBody = z.object({
  error: z.string(),
  issues: z.array(z.object({ field: z.string(), reason: z.string() })).optional(),
  requestId: z.string().optional(),
});
