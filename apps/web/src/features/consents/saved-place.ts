import type { ConsentEntry, ConsentsView } from '@keneyapp/bff/features/consents/view';
import { useEffect, useState } from 'react';
import { entriesOf, keyOf } from './use-change.ts';

/** On the heading of a row: it can take the focus, and says which decision it is. */
export const placeOf = (entry: ConsentEntry | null) => ({
  tabIndex: -1,
  ...(entry ? { 'data-decision': keyOf(entry) } : {}),
});
/** On the heading of a list: where the decisions of a kind are, once one of them is gone from it. */
export const listOf = (kind: ConsentEntry['kind']) => ({ tabIndex: -1, 'data-decisions': kind });

/** What a save changed: what is new first, then what is another than it was. */
function changed(before: ConsentsView, next: ConsentsView): ConsentEntry[] {
  const known = new Map(entriesOf(before).map((entry) => [keyOf(entry), entry.state]));
  const all = entriesOf(next);
  return [
    ...all.filter((entry) => !known.has(keyOf(entry))),
    ...all.filter((entry) => known.has(keyOf(entry)) && known.get(keyOf(entry)) !== entry.state),
  ];
}

const find = (name: string, value: string) =>
  document.querySelector<HTMLElement>(`[${name}="${CSS.escape(value)}"]`);

/**
 * The button that opened the dialog is gone with what it changed: once a decision is saved the focus goes to it, else to the
 * list that it was taken out of, else to the heading of the page.
 */
export function useFocusOnSaved(view: ConsentsView | undefined, isOpen: boolean) {
  const [done, setDone] = useState<{ before: ConsentsView; next: ConsentsView } | null>(null);
  useEffect(() => {
    // the list is shown a moment after the dialog has closed
    if (!done || isOpen || (view === done.before && done.next.token !== view.token)) return;
    const entries = changed(done.before, done.next);
    const places = [
      ...entries.map((entry) => find('data-decision', keyOf(entry))),
      ...entries.map(({ kind }) => find('data-decisions', kind)),
      document.querySelector<HTMLElement>('main h1'),
    ];
    places.find((place) => place !== null)?.focus();
    setDone(null);
  }, [done, isOpen, view]);
  return (next: ConsentsView) => view && setDone({ before: view, next });
}
