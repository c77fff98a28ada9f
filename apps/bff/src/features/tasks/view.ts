import type { PatientLocation } from '@keneyapp/fhir-model/encounter';
import type { ListedPerson } from '@keneyapp/fhir-model/listed-person';
import type { Addressee, ReadTask, TaskStep } from '@keneyapp/fhir-model/task';
import type { OrderTask } from '@keneyapp/fhir-model/order-task';
import type { Absence } from '../../inbox/absences.ts';

export type { Addressee };

/** Why a line is in somebody's list. */
export type Via = 'me' | 'unit' | 'role' | 'stand-in' | 'made' | 'before';

/** Whom a line is about. */
export type TaskPatient = ListedPerson & {
  /** Where they are now, as far as the reader sees their stays. */
  location: PatientLocation | null;
  /** Somebody else of the list has a name like theirs. */
  isHomonym: boolean;
};

export interface TaskLine {
  /** `Task/…`, `Communication/…` */
  reference: string;
  kind: 'task' | 'notice';
  /** Of a task, for the next step. */
  version: string | null;
  /** Null: what it says is closed to the reader, and so is whom it is about. */
  words: {
    title: string | null;
    note: string | null;
    patientId: string | null;
    patient: TaskPatient | null;
    steps: TaskStep[];
  } | null;
  state: ReadTask['state'] | 'new' | 'seen';
  priority: ReadTask['priority'];
  authored: string | null;
  due: string | null;
  isLate: boolean;
  putOffUntil: string | null;
  /** It waits for the reader now, and is counted. */
  waits: boolean;
  from: { name: string | null; isMe: boolean };
  to: (Pick<Addressee, 'name' | 'role'> & { isMe: boolean }) | null;
  via: Via[];
  /** Who is away, and for whom the reader stands in. */
  standInFor: string | null;
  isEscalated: boolean;
  /** When the next one is asked, if nobody takes it. */
  escalatesAt: string | null;
  /** What orders wait for, of a task about orders; settled where that is done. */
  orders: OrderTask | null;
  /** Of a notice of one's own: who has read it. */
  seenBy: { name: string; at: string }[];
}

export interface InboxView {
  lines: TaskLine[];
  /** Of what waits and is in no chart that is open to the reader. */
  readAt: string;
  isTruncated: boolean;
  /** For whom the reader stands in now. */
  standsInFor: { name: string; toDay: string }[];
}

export interface Found extends Addressee {
  /** Of somebody: where they work. */
  units: string[];
  kind: 'person' | 'unit' | 'role';
  /** It is known that nobody of it works there now. */
  isEmpty: boolean;
}

export type OwnAbsence = Pick<Absence, 'standIn' | 'standInName' | 'fromDay' | 'toDay'> | null;

/** What was signed together, and waits for a doctor's word. */
/** What decision support said of an order when it was signed, as it was recorded. */
export interface OrderCheck {
  says: string;
  /** Why it was signed all the same; null of a check that did not run. */
  answer: string | null;
}
export interface OrderTaskRow {
  kind: OrderTask;
  id: string;
  version: string;
  patient: TaskPatient;
  by: string | null;
  to: string | null;
  at: string | null;
  due: string | null;
  isLate: boolean;
  /** Of what was given by word: how, and in what emergency. */
  note: string | null;
  /** False: the reader ordered it, or is not shown what would have to be judged. */
  mayAnswer: boolean;
  /** Of which nothing was said yet. */
  orders: { reference: string; words: string; status: string | null; checks: OrderCheck[] }[];
  /** So many more are not shown to the reader. */
  hidden: number;
}
export interface OrdersToAnswerFor {
  /** What is late first, then by patient. */
  rows: OrderTaskRow[];
  /** In charts that are closed to the reader. */
  closed: number;
  /** Whether the hospital's table lets the reader answer for others. */
  isSenior: boolean;
  isTruncated: boolean;
}
