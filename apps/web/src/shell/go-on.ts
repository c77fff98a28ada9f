import { headingOfPage, holdFocus } from './hold-focus.ts';

/** A list of the page whose lines go when they are done with; each says in `data-row` of what it is. */
export interface Lines {
  lines: string;
  /** What in a line takes the focus. */
  control: string;
}

const linesOf = ({ lines }: Lines) => [...document.querySelectorAll<HTMLElement>(lines)];

/** Where to go on once a line is done with, asked before it is: the line itself while it stays, else the next below, else above. */
export function placesAround(list: Lines, key: string): readonly string[] {
  const all = linesOf(list).map(({ dataset }) => dataset['row'] ?? '');
  const at = all.indexOf(key);
  return at < 0 ? [key] : [key, ...all.slice(at + 1), ...all.slice(0, at).reverse()];
}

/** The focus goes on to the first of these lines that is in the list, else to the heading, when what held it is gone. */
export function goOnAt(list: Lines, places: readonly string[]): void {
  holdFocus(() => {
    // it keeps the focus inside
    if (document.querySelector('[role="dialog"], [role="alertdialog"]')) return null;
    const controls = new Map(
      linesOf(list).map((line) => [line.dataset['row'] ?? '', line.querySelector<HTMLElement>(list.control)]),
    );
    return places.map((place) => controls.get(place)).find((one) => one) ?? headingOfPage();
  });
}
