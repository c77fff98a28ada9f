import type { Me } from '@keneyapp/bff/features/session/view';
import type { SummaryView } from '@keneyapp/bff/features/summary/view';

/** Conclusions of reports are shown: what is said of images and documents is then said of the files alone. */
export const hasConclusions = ({ conclusions }: SummaryView, rights: Me['rights']): boolean =>
  rights['results.read'] === true && !conclusions.failed && conclusions.items.length > 0;
