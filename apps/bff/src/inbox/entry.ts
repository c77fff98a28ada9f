import { isIsoDay } from '@keneyapp/clinical';
import { epochMs } from '@keneyapp/fhir-model/dates';
import { addDays, startOf } from '@keneyapp/fhir-model/hospital-days';
import type { Lookup } from '@keneyapp/fhir-model/references';
import { referenceKey } from '@keneyapp/fhir-model/references';
import { readNotice, readTask, type Addressee, type ReadTask } from '@keneyapp/fhir-model/task';
import type { Communication, Task } from '@medplum/fhirtypes';

/** A line of the index: whom something waits for, and until when. Ids and times. */
export interface InboxEntry {
  reference: string;
  patientId: string | null;
  requester: string | null;
  addressees: string[];
  /** Asked before somebody else took it. */
  informed: string[];
  state: ReadTask['state'] | 'notice';
  due: string | null;
  putOffUntil: string | null;
  escalatesAt: string | null;
  level: number;
  authoredAt: string;
  changedAt: string;
}

const minute = 60_000;
/** What another system wrote may lie anywhere; outside of these a time is a slip, and none. */
const earliest = Date.UTC(1900, 0),
  latest = Date.UTC(2200, 0);

export function entryOf(resource: Task | Communication, lookup: Lookup): InboxEntry {
  const changedAt = resource.meta?.lastUpdated ?? new Date(0).toISOString();
  const reference = `${resource.resourceType}/${resource.id ?? ''}`;
  const keys = (people: readonly (Addressee | null)[]) => [
    ...new Set(people.flatMap((one) => (one ? keysOf(one, lookup) : []))),
  ];
  if (resource.resourceType === 'Communication') {
    const { patientId, sender, recipients, isWithdrawn, sent } = readNotice(resource);
    return {
      ...{ reference, patientId, requester: sender?.key ?? null, addressees: keys(recipients), informed: [] },
      state: isWithdrawn ? 'called-off' : 'notice',
      ...{ due: null, putOffUntil: null, escalatesAt: null, level: 0 },
      ...{ authoredAt: at(sent) ?? changedAt, changedAt },
    };
  }
  const task = readTask(resource);
  return {
    reference,
    patientId: task.patientId,
    requester: task.requester?.key ?? null,
    // who took it has it; until then everybody who was asked
    addressees: keys([task.owner, ...(task.state === 'open' ? task.also : [])]),
    informed: task.state === 'open' ? [] : keys(task.also),
    state: task.state,
    due: endOf(task.due),
    putOffUntil: endOf(task.putOffUntil),
    escalatesAt: escalatesAt(task),
    level: task.steps.filter(({ kind }) => kind === 'escalated').length,
    authoredAt: at(task.authored) ?? changedAt,
    changedAt,
  };
}

/** When the next level is asked: so long after those who are asked now were, or after the time to which it was put off. Null: nobody is. */
export function escalatesAt({ state, levels, reached, since, putOffUntil }: ReadTask): string | null {
  const next = levels[reached];
  const from = state === 'open' ? since : state === 'put-off' ? putOffUntil : null;
  const begun = epochMs(from);
  if (!next || !isTime(begun)) return null;
  return new Date(begun + next.afterMinutes * minute).toISOString();
}

/** A role in a unit is one of its own; who is named by a role of theirs is meant as a person too. */
function keysOf({ key, role }: Addressee, lookup: Lookup): string[] {
  const found = key.startsWith('PractitionerRole/') ? lookup({ reference: key }) : undefined;
  const person =
    found?.resourceType === 'PractitionerRole' ? referenceKey(found.practitioner?.reference ?? '') : null;
  return [role === null ? key : `${key}#${role}`, ...(person === null ? [] : [person])];
}

const isTime = (time: number): boolean => time >= earliest && time < latest;
const at = (text: string | null): string | null => {
  const time = epochMs(text);
  return isTime(time) ? new Date(time).toISOString() : null;
};
/** A day, a month or a year without a time is over when it ends. */
const endOf = (text: string | null): string | null => {
  const [year = '', month, day] = text?.length && text.length <= 10 ? text.split('-') : [];
  const first = [year, month ?? '01', day ?? '01'].join('-');
  if (!isIsoDay(first)) return at(text);
  const days = day ? 1 : month ? 31 : 366;
  const next = addDays(first, days);
  return at(startOf(day ? next : `${next.slice(0, month ? 7 : 4)}-01${month ? '' : '-01'}`).toISOString());
};
