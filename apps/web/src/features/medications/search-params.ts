import type { MedicationLine } from '@keneyapp/bff/features/medications/view';
import { parseAsString } from 'nuqs/server';

/** The drug whose detail is open, `request~<id>` or `statement~<id>`. */
export const drugParam = parseAsString;
export const drugKey = ({ source, id }: Pick<MedicationLine, 'source' | 'id'>): string => `${source}~${id}`;
/** The address of a drug below the page of drugs; the list it stands in is found from it. */
export const drugQuery = (line: Pick<MedicationLine, 'source' | 'id'>): string =>
  `?${new URLSearchParams({ drug: drugKey(line) })}`;
