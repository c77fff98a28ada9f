import { z } from 'zod';
import { readDate, today, whyNoDate } from './paris-time.ts';

/** A typed year, month or day that is not after today; empty where nobody knows. */
export const pastDateText = z.string().superRefine((text, context) => {
  if (text.trim() === '') return;
  const date = readDate(text);
  if (date === null) context.addIssue({ code: 'custom', message: whyNoDate(text) });
  else if (date > today().slice(0, date.length)) context.addIssue({ code: 'custom', message: 'future' });
});
