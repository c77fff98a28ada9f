import type { Problem } from '@keneyapp/bff/features/problems/view';
import { writeDate } from './paris-time.ts';

/** A moment as a field holds it; '' of an age, a period or a sentence, which it cannot hold. */
export const typedOnset = (when: Problem['onset']): string =>
  when?.start && !when.end && !when.text && !when.age ? writeDate(when.start.slice(0, 10)) : '';
