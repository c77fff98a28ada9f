import { isOver } from '@keneyapp/fhir-model/dates';
import { orderTaskOf } from '@keneyapp/fhir-model/order-task';
import { readNotice, readTask, type Addressee, type ReadTask } from '@keneyapp/fhir-model/task';
import type { Communication, Task } from '@medplum/fhirtypes';
import { escalatesAt } from '../../inbox/entry.ts';
import type { Person } from '../../inbox/who.ts';
import type { TaskLine, TaskPatient, Via } from './view.ts';

export interface SeenBy {
  practitioner: string;
  name: string;
  at: string;
}
interface Around {
  person: Person;
  /** What it says, and whom it is about; null where that is closed to the reader. */
  patient: TaskPatient | null;
  isOpen: boolean;
  seen: readonly SeenBy[];
  now: Date;
}

const keyOf = ({ key, role }: Addressee) => (role === null ? key : `${key}#${role}`);

/** A line of a task; null when it is nobody's business here any more. */
export function lineOfTask(stored: Task, around: Around): TaskLine | null {
  const { person, isOpen, patient, now } = around;
  const task = readTask(stored);
  const asked = [task.owner, ...(task.state === 'open' ? task.also : [])].flatMap((one) => one ?? []);
  const away = person.absent.find(({ practitioner }) => asked.some(({ key }) => key === practitioner));
  const via = viaOf(asked, {
    person,
    isMade: task.requester?.key === person.me,
    isStandIn: away !== undefined,
  });
  if (via.length === 0 && !isAmong(task.also, person.keys)) return null;
  const isPutOff = task.state === 'put-off' && !isOver(task.putOffUntil, now);
  const isDone = task.state === 'done' || task.state === 'called-off';
  const isAsked = via.some((one) => one !== 'made');
  return {
    reference: `Task/${task.id}`,
    kind: 'task',
    version: task.version,
    words: isOpen
      ? { title: task.title, note: task.note, patientId: task.patientId, patient, steps: task.steps }
      : null,
    state: task.state,
    priority: task.priority,
    authored: task.authored,
    due: task.due,
    isLate: !isDone && isOver(task.due, now),
    putOffUntil: isPutOff ? task.putOffUntil : null,
    waits: isAsked && !isDone && !isPutOff,
    from: { name: task.requester?.name ?? null, isMe: task.requester?.key === person.me },
    to: task.owner && { name: task.owner.name, role: task.owner.role, isMe: task.owner.key === person.me },
    via: via.length > 0 ? via : ['before'],
    standInFor: via.includes('stand-in') && !via.includes('me') ? (away?.name ?? null) : null,
    isEscalated: task.steps.some(({ kind }) => kind === 'escalated'),
    escalatesAt: isDone ? null : escalatesAt(task),
    orders: isOpen && !isDone ? orderTaskOf(stored) : null,
    seenBy: [],
  };
}

export function lineOfNotice(stored: Communication, around: Around): TaskLine | null {
  const { person, isOpen, patient, seen } = around;
  const notice = readNotice(stored);
  const isMine = notice.sender?.key === person.me;
  const via = viaOf(notice.recipients, { person, isMade: isMine, isStandIn: false });
  if (via.length === 0 || notice.isWithdrawn) return null;
  const [to] = notice.recipients;
  const isSeen = seen.some(({ practitioner }) => practitioner === person.me);
  return {
    reference: `Communication/${notice.id}`,
    kind: 'notice',
    version: null,
    words: isOpen
      ? { title: notice.title, note: notice.note, patientId: notice.patientId, patient, steps: [] }
      : null,
    state: isSeen ? 'seen' : 'new',
    priority: notice.priority,
    authored: notice.sent,
    ...{ due: null, isLate: false, putOffUntil: null },
    waits: !isSeen && !isMine,
    from: { name: notice.sender?.name ?? null, isMe: isMine },
    to: to ? { name: to.name, role: to.role, isMe: to.key === person.me } : null,
    via,
    ...{ standInFor: null, isEscalated: false, escalatesAt: null, orders: null },
    seenBy: isMine ? seen.map(({ name, at }) => ({ name, at })) : [],
  };
}

function viaOf(
  asked: readonly Addressee[],
  { person, isMade, isStandIn }: { person: Person; isMade: boolean; isStandIn: boolean },
): Via[] {
  const mine = asked.filter((one) => person.keys.includes(keyOf(one)));
  const isPerson = ({ key }: Addressee) => /^Practitioner(Role)?\//.test(key);
  return [
    ...(mine.some(isPerson) ? ['me' as const] : []),
    ...(mine.some((one) => one.role !== null) ? ['role' as const] : []),
    ...(mine.some((one) => one.role === null && !isPerson(one)) ? ['unit' as const] : []),
    ...(isStandIn ? ['stand-in' as const] : []),
    ...(isMade ? ['made' as const] : []),
  ];
}
const isAmong = (people: ReadTask['also'], keys: readonly string[]): boolean =>
  people.some((one) => keys.includes(keyOf(one)));

/** What waits first: of that what is immediate, then what is late, then by when it is due, then what is urgent, then the latest. */
export function byUrgency(a: TaskLine, b: TaskLine): number {
  const rank = (line: TaskLine) =>
    line.state === 'done' || line.state === 'called-off' || line.state === 'seen'
      ? 4
      : !line.waits
        ? 3
        : line.priority === 'stat'
          ? 0
          : line.isLate
            ? 1
            : 2;
  const time = (text: string | null, last: number) => (text === null ? last : Date.parse(text));
  const urgency = (line: TaskLine) => priorities.indexOf(line.priority);
  return (
    rank(a) - rank(b) ||
    time(a.due, Number.MAX_SAFE_INTEGER) - time(b.due, Number.MAX_SAFE_INTEGER) ||
    urgency(a) - urgency(b) ||
    time(b.authored, 0) - time(a.authored, 0)
  );
}
const priorities: readonly TaskLine['priority'][] = ['stat', 'urgent', 'routine'];
