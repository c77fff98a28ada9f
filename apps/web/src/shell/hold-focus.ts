/** For three seconds. */
const tries = 25;
const everyMs = 120;

let stopLast: () => void = () => undefined;
/** What is begun now will say itself where the focus goes. */
export const stopHolding = (): void => stopLast();

/**
 * Puts the focus where `find` says, as often as it is on nothing: a screen reader reads on from there, Tab too. A dialog that
 * closes gives its focus back first, and a page that is slow takes its own away once more when it comes. Stops by what it returns, and when
 * another place is asked for.
 */
export function holdFocus(find: () => HTMLElement | null): () => void {
  stopLast();
  let times = 0;
  const timer = setInterval(() => {
    if (document.activeElement === null || document.activeElement === document.body)
      find()?.focus({ preventScroll: true });
    times += 1;
    if (times === tries) clearInterval(timer);
  }, everyMs);
  stopLast = () => clearInterval(timer);
  return stopLast;
}

export const headingOfPage = (): HTMLElement | null => document.querySelector<HTMLElement>('main h1');
