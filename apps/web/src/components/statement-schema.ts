import { isReason } from '@keneyapp/bff/features/vitals/schema';
import { z } from 'zod';
import { pastDateText } from './form/past-date.ts';
import type { StatementAction } from './statement-changes.ts';

/** That something is over needs no reason; everything else does. */
export const schemaOf = (action: StatementAction) =>
  z.object({
    reason: z.string().refine((text) => action === 'problems.resolve' || isReason(text), 'reasonNeeded'),
    abatement: pastDateText,
  });

export const problemOf: Record<string, 'reasonNeeded' | 'date' | 'future' | 'beforeBirth' | 'beforeOnset'> = {
  reasonNeeded: 'reasonNeeded',
  date: 'date',
  future: 'future',
  'before-birth': 'beforeBirth',
  'before-onset': 'beforeOnset',
};
