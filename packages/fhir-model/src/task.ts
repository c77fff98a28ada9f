import type { Communication, Extension, Reference, Task } from '@medplum/fhirtypes';
import { date } from './dates.ts';
import { ordersOfTask } from './order-task.ts';
import { patientIdOf, referenceKey } from './references.ts';

/** Ours: R4 has no place for who was asked before, for what happened to a task, and for who comes next. */
const base = 'https://keneyapp.example';
const taskSystems = {
  /** One thing that happened to a task. */
  step: `${base}/task-step`,
  /** Who is asked next, and after how long. */
  level: `${base}/task-level`,
  /** How many of the levels were asked, and since when the last one is. */
  reached: `${base}/task-levels-reached`,
  /** Asked before, and still informed. */
  alsoFor: `${base}/task-also-for`,
  /** Of an addressee: those of the unit who act in this role. */
  role: `${base}/addressee-role`,
  roles: `${base}/role`,
} as const;

/** Whom something is for: somebody, a unit, or those of a unit who act in a role. */
export interface Addressee {
  /** `Practitioner/…`, `Organization/…`. */
  key: string;
  role: string | null;
  name: string | null;
}

const stepKinds = [
  'made',
  'taken',
  'given-back',
  'handed-on',
  'put-off',
  'done',
  'reopened',
  'called-off',
  'escalated',
] as const;
export interface TaskStep {
  kind: (typeof stepKinds)[number];
  at: string;
  /** Null: the application itself. */
  by: Pick<Addressee, 'key' | 'name'> | null;
  to: Addressee | null;
  until: string | null;
  note: string | null;
}

type TaskState = 'open' | 'taken' | 'put-off' | 'done' | 'called-off';
export interface TaskLevel {
  to: Addressee;
  afterMinutes: number;
}
export interface ReadTask {
  id: string;
  version: string | null;
  patientId: string | null;
  title: string | null;
  note: string | null;
  state: TaskState;
  priority: 'routine' | 'urgent' | 'stat';
  requester: Pick<Addressee, 'key' | 'name'> | null;
  owner: Addressee | null;
  also: Addressee[];
  authored: string | null;
  due: string | null;
  putOffUntil: string | null;
  steps: TaskStep[];
  levels: TaskLevel[];
  reached: number;
  /** Since when those who are asked now are. */
  since: string | null;
}

/** All others are open: what nobody knows waits. */
const states: ReadonlyMap<string | undefined, TaskState> = new Map([
  ['accepted', 'taken'],
  ['in-progress', 'taken'],
  ['on-hold', 'put-off'],
  ['completed', 'done'],
  ['cancelled', 'called-off'],
  ['rejected', 'called-off'],
  ['failed', 'called-off'],
  ['entered-in-error', 'called-off'],
]);

export function readTask(task: Task): ReadTask {
  const reached = extensionsOf(task, taskSystems.reached)[0];
  const authored = date(task.authoredOn) ?? date(task.lastModified);
  return {
    id: task.id ?? '',
    version: task.meta?.versionId ?? null,
    patientId: patientIdOf(task.for?.reference),
    title: task.description?.trim() || task.code?.text?.trim() || null,
    // orders are told by what names them: what its reader is not shown of a task is not told either
    note:
      [textOf(task.note), ...ordersOfTask(task).map((one) => one.words)].filter(Boolean).join('\n') || null,
    state: states.get(task.status) ?? 'open',
    priority: task.priority === 'stat' ? 'stat' : isUrgent(task.priority) ? 'urgent' : 'routine',
    requester: personOf(task.requester),
    owner: addresseeOf(task.owner, roleOf(task)),
    also: extensionsOf(task, taskSystems.alsoFor).flatMap(
      ({ valueReference }) => withRole(valueReference) ?? [],
    ),
    authored,
    due: date(task.restriction?.period?.end),
    putOffUntil: date(task.executionPeriod?.start),
    steps: extensionsOf(task, taskSystems.step).flatMap((one) => stepOf(one) ?? []),
    levels: extensionsOf(task, taskSystems.level).flatMap((one) => levelOf(one) ?? []),
    reached: part(reached, 'count')?.valueUnsignedInt ?? 0,
    since: date(part(reached, 'since')?.valueDateTime) ?? authored,
  };
}

export interface ReadNotice {
  id: string;
  patientId: string | null;
  title: string | null;
  note: string | null;
  isWithdrawn: boolean;
  priority: ReadTask['priority'];
  sender: Pick<Addressee, 'key' | 'name'> | null;
  recipients: Addressee[];
  sent: string | null;
}

export function readNotice(notice: Communication): ReadNotice {
  return {
    id: notice.id ?? '',
    patientId: patientIdOf(notice.subject?.reference),
    title: notice.payload?.map(({ contentString }) => contentString?.trim()).find(Boolean) ?? null,
    note: textOf(notice.note),
    isWithdrawn: notice.status === 'entered-in-error' || notice.status === 'not-done',
    priority: notice.priority === 'stat' ? 'stat' : isUrgent(notice.priority) ? 'urgent' : 'routine',
    sender: personOf(notice.sender),
    recipients: (notice.recipient ?? []).flatMap((one) => withRole(one) ?? []),
    sent: date(notice.sent) ?? date(notice.received),
  };
}

const isUrgent = (priority: string | undefined) => priority === 'urgent' || priority === 'asap';
const textOf = (notes: Task['note']): string | null =>
  notes
    ?.map(({ text }) => text?.trim())
    .filter(Boolean)
    .join('\n') || null;
const extensionsOf = ({ extension = [] }: Pick<Task, 'extension'>, url: string): Extension[] =>
  extension.filter((one) => one.url === url);
const part = (holder: Extension | undefined, name: string): Extension | undefined =>
  holder?.extension?.find(({ url }) => url === name);

function personOf(reference: Reference | undefined): Pick<Addressee, 'key' | 'name'> | null {
  const found = addresseeOf(reference, null);
  return found && { key: found.key, name: found.name };
}
/** By what it leads to: who is named without being one of the house is nobody's addressee. */
function addresseeOf(reference: Reference | undefined, role: string | null): Addressee | null {
  const key = referenceKey(reference?.reference ?? '');
  if (key === null || !/^(Practitioner|PractitionerRole|Organization|Location|HealthcareService)\//.test(key))
    return null;
  return { key, role, name: reference?.display?.trim() || null };
}
const withRole = (reference: Reference | undefined): Addressee | null =>
  addresseeOf(
    reference,
    reference?.extension?.find(({ url }) => url === taskSystems.role)?.valueCode ?? null,
  );
const roleOf = ({ performerType = [] }: Task): string | null =>
  performerType.flatMap(({ coding = [] }) => coding).find(({ system }) => system === taskSystems.roles)
    ?.code ?? null;

function stepOf(extension: Extension): TaskStep | null {
  const kind = stepKinds.find((one) => one === part(extension, 'kind')?.valueCode);
  const at = date(part(extension, 'at')?.valueDateTime);
  if (!kind || at === null) return null;
  return {
    kind,
    at,
    by: personOf(part(extension, 'by')?.valueReference),
    to: withRole(part(extension, 'to')?.valueReference),
    until: date(part(extension, 'until')?.valueDateTime),
    note: part(extension, 'note')?.valueString ?? null,
  };
}
function levelOf(extension: Extension): TaskLevel | null {
  const to = withRole(part(extension, 'to')?.valueReference);
  const { value, code, unit } = part(extension, 'after')?.valueDuration ?? {};
  const each = minutesOf.get(code ?? unit ?? 'min');
  if (!to || typeof value !== 'number' || each === undefined) return null;
  return { to, afterMinutes: Math.min(Math.max(value * each, 1), longestAfterMinutes) };
}
const minutesOf: ReadonlyMap<string, number> = new Map([
  ['s', 1 / 60],
  ['min', 1],
  ['h', 60],
  ['d', 24 * 60],
]);
const longestAfterMinutes = 30 * 24 * 60;

/** As a reference says it, with its role. */
export const referenceTo = ({ key, role, name }: Addressee): Reference<never> => ({
  ...(role === null ? {} : { extension: [{ url: taskSystems.role, valueCode: role }] }),
  reference: key,
  ...(name === null ? {} : { display: name }),
});

function stepExtension({ kind, at, by, to, until, note }: TaskStep): Extension {
  return {
    url: taskSystems.step,
    extension: [
      { url: 'kind', valueCode: kind },
      { url: 'at', valueDateTime: at },
      ...(by ? [{ url: 'by', valueReference: referenceTo({ ...by, role: null }) }] : []),
      ...(to ? [{ url: 'to', valueReference: referenceTo(to) }] : []),
      ...(until === null ? [] : [{ url: 'until', valueDateTime: until }]),
      ...(note === null ? [] : [{ url: 'note', valueString: note }]),
    ],
  };
}
export const levelExtension = ({ to, afterMinutes }: TaskLevel): Extension => ({
  url: taskSystems.level,
  extension: [
    { url: 'to', valueReference: referenceTo(to) },
    {
      url: 'after',
      valueDuration: { value: afterMinutes, unit: 'min', system: 'http://unitsofmeasure.org', code: 'min' },
    },
  ],
});

/** The task with other people asked: `owner` and, beside it, those who were asked before. */
export function addressedTo(task: Task, owner: Addressee, also: readonly Addressee[]): Task {
  const { performerType: _p, ...rest } = task;
  const others = (task.extension ?? []).filter(({ url }) => url !== taskSystems.alsoFor);
  const extension = [
    ...others,
    ...also.map((one) => ({ url: taskSystems.alsoFor, valueReference: referenceTo(one) })),
  ];
  return {
    ...rest,
    ...(extension.length > 0 ? { extension } : {}),
    owner: referenceTo({ ...owner, role: null }),
    ...(owner.role === null
      ? {}
      : { performerType: [{ coding: [{ system: taskSystems.roles, code: owner.role }] }] }),
  };
}

/** What happened, added to what happened before. */
export const withStep = (task: Task, step: TaskStep): Task => ({
  ...task,
  extension: [...(task.extension ?? []), stepExtension(step)],
  lastModified: step.at,
});

/** How many of the levels were asked by now, and since when. */
export const withReached = (task: Task, count: number, since: string): Task => ({
  ...task,
  extension: [
    ...(task.extension ?? []).filter(({ url }) => url !== taskSystems.reached),
    {
      url: taskSystems.reached,
      extension: [
        { url: 'count', valueUnsignedInt: count },
        { url: 'since', valueDateTime: since },
      ],
    },
  ],
});
