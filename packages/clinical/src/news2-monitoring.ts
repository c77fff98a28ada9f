import { news2Risk } from './news2.ts';

/**
 * How often vital signs are to be taken after a NEWS2.
 * Source: Royal College of Physicians, National Early Warning Score (NEWS) 2, London 2017, chart 4 (clinical response to the
 * NEWS trigger thresholds): 0: every 12 hours at least; 1 to 4: every 4 to 6 hours at least; 3 in one parameter, and 5 or
 * more: every hour at least; 7 or more: continuously. The source sets no interval for writing down what is monitored
 * continuously: that of the step below it is taken.
 */
export interface News2Monitoring {
  /** Hours after which they may be taken again, and after which they are late. */
  dueHours: number;
  lateHours: number;
  isContinuous: boolean;
}

export function news2Monitoring(total: number, hasRedScore: boolean): News2Monitoring {
  const risk = news2Risk(total, hasRedScore);
  if (risk !== 'low') return { dueHours: 1, lateHours: 1, isContinuous: risk === 'high' };
  return total === 0
    ? { dueHours: 12, lateHours: 12, isContinuous: false }
    : { dueHours: 4, lateHours: 6, isContinuous: false };
}

/** When the next vital signs are late; an ISO 8601 instant. Null when it is not known when the last were taken. */
export function news2LateAt(takenAt: string, total: number, hasRedScore: boolean): string | null {
  const at = takenAt.length > 10 ? Date.parse(takenAt) : Number.NaN;
  if (Number.isNaN(at)) return null;
  return new Date(at + news2Monitoring(total, hasRedScore).lateHours * 3_600_000).toISOString();
}
