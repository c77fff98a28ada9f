import { headingOfPage, holdFocus } from '../../shell/hold-focus.ts';

const rows = () => [...document.querySelectorAll<HTMLElement>('main tr[data-row]')];
const titleOf = (row: HTMLElement) => row.querySelector<HTMLElement>('th button');

/** Where to go on once a line is done with, asked before it is: the line itself while it stays, else the next below, else above. */
export function placesAround(reference: string): readonly string[] {
  const all = rows().map(({ dataset }) => dataset['row'] ?? '');
  const at = all.indexOf(reference);
  return at < 0 ? [reference] : [reference, ...all.slice(at + 1), ...all.slice(0, at).reverse()];
}

/** The focus goes on to the first of these lines that is in the list, else to the heading, when what held it is gone. */
export function goOnAt(places: readonly string[]): void {
  holdFocus(() => {
    // it keeps the focus inside
    if (document.querySelector('[role="dialog"]')) return null;
    const here = new Map(rows().map((row) => [row.dataset['row'] ?? '', row]));
    const row = places.map((place) => here.get(place)).find((one) => one !== undefined);
    return (row && titleOf(row)) ?? headingOfPage();
  });
}
