import type { TaskLine } from '@keneyapp/bff/features/tasks/view';
import { parseAsString } from 'nuqs/server';
import { parseAsYes } from '../../components/search-params.ts';

/** What waits, and by whose it is: as the address names them. */
export const taskViews = ['todo', 'mine', 'units', 'role', 'made', 'over'] as const;
export type TaskView = (typeof taskViews)[number];

/** Which line is open, and whether the dialog of one's absence is. */
export const taskParams = { task: parseAsString, absence: parseAsYes };

const isOver = ({ state }: TaskLine) => state === 'done' || state === 'called-off' || state === 'seen';

/** Whether a line stands in a view. */
export function isIn(view: TaskView, line: TaskLine): boolean {
  if (view === 'over') return isOver(line);
  // a notice of one's own stays where it can be seen who has read it
  if (isOver(line)) return false;
  if (view === 'todo') return line.waits;
  if (view === 'mine') return line.via.includes('me') || line.via.includes('stand-in');
  if (view === 'units') return line.via.includes('unit') || line.via.includes('before');
  // what one asked and does oneself by now is with nobody else
  if (view === 'made') return line.via.includes('made') && line.to?.isMe !== true;
  return line.via.includes(view);
}

/** `/tasks?task=Task~12`: what the address calls a line. */
export const nameOf = ({ reference }: Pick<TaskLine, 'reference'>): string => reference.replace('/', '~');
export const taskHref = (line: Pick<TaskLine, 'reference'>): string => `/tasks?task=${nameOf(line)}`;
