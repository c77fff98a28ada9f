import type { CreateInput } from '@keneyapp/bff/features/tasks/schema';
import { parseTypedTime } from '@keneyapp/clinical';
import { z } from 'zod';
import { fromParis, readDay, whyNoDate } from '../../components/form/paris-time.ts';
import { addresseeOf, nobody, personValueSchema } from './people-value.ts';

export const afterChoices = ['', '15', '30', '60', '120', '240', '480', '1440'] as const;
const typed = z.object({
  key: z.string(),
  kind: z.enum(['task', 'notice']),
  what: z.string(),
  to: personValueSchema,
  priority: z.enum(['routine', 'urgent', 'stat']),
  dueDay: z.string(),
  dueTime: z.string(),
  note: z.string(),
  after: z.enum(afterChoices),
  next: personValueSchema,
});
/** What is in the fields, as typed; this is what the draft holds. */
export type TaskState = z.infer<typeof typed>;

export const freshTask = (): TaskState => ({
  ...{ key: crypto.randomUUID(), kind: 'task', what: '', to: nobody, priority: 'routine' },
  ...{ dueDay: '', dueTime: '', note: '', after: '', next: nobody },
});

/** Reads a draft; null when it is none of this form. */
export function parseTask(content: string): TaskState | null {
  try {
    return typed.safeParse(JSON.parse(content)).data ?? null;
  } catch {
    return null;
  }
}

/** The moment that was typed; without a time the evening of the day. Null: none, or it cannot be read. */
function dueOf({ dueDay, dueTime }: Pick<TaskState, 'dueDay' | 'dueTime'>): string | null {
  const day = readDay(dueDay);
  const time = dueTime.trim() === '' ? '18:00' : parseTypedTime(dueTime);
  return day === null || time === null ? null : fromParis(`${day}T${time}`);
}

/** What is wrong with what is typed, as reasons. */
export const taskSchema = typed.superRefine((state, context) => {
  const issue = (path: keyof TaskState, message: string) =>
    context.addIssue({ code: 'custom', path: [path], message });
  if (state.what.trim().length < 3) issue('what', 'short');
  if (state.to.key === '') issue('to', 'nobody');
  if (state.kind === 'notice') return;
  if (state.dueDay.trim() !== '') {
    if (readDay(state.dueDay) === null) issue('dueDay', whyNoDate(state.dueDay));
    else if (state.dueTime.trim() !== '' && parseTypedTime(state.dueTime) === null) issue('dueTime', 'time');
    else if (Date.parse(dueOf(state) ?? '') < Date.now()) issue('dueDay', 'past');
  } else if (state.dueTime.trim() !== '') issue('dueDay', 'date');
  if (state.after !== '' && state.next.key === '') issue('next', 'nobody');
  if (state.after === '' && state.next.key !== '') issue('after', 'after');
});

export function toInput(state: TaskState): CreateInput {
  const isTask = state.kind === 'task';
  return {
    key: state.key,
    kind: state.kind,
    title: state.what.trim(),
    note: state.note.trim(),
    to: addresseeOf(state.to),
    priority: state.priority,
    due: isTask && state.dueDay.trim() !== '' ? dueOf(state) : null,
    levels:
      isTask && state.after !== ''
        ? [{ to: addresseeOf(state.next), afterMinutes: Number(state.after) }]
        : [],
  };
}
