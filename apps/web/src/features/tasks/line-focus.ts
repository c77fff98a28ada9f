import type { Lines } from '../../shell/go-on.ts';

/** The list of tasks: the focus goes on at the title of a line. */
export const taskLines: Lines = { lines: 'main tr[data-row]', control: 'th button' };
