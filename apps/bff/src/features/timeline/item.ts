import type { Kind, TimelineItem } from './view.ts';

/** An item with what its kind does not have left empty. */
export function item(
  reference: string,
  kind: Kind,
  known: Partial<Omit<TimelineItem, 'reference' | 'kind'>> & Pick<TimelineItem, 'title' | 'date'>,
): TimelineItem {
  return {
    reference,
    kind,
    end: null,
    isCurrent: false,
    isDenied: false,
    absence: null,
    class: null,
    details: [],
    status: null,
    count: null,
    abnormal: 0,
    critical: 0,
    measures: [],
    studyUid: null,
    ...known,
  };
}

export const said = (...words: (string | null | undefined)[]): string[] =>
  words.filter((word): word is string => Boolean(word));
