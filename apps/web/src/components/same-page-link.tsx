'use client';
import { startTransition, useOptimistic, type ComponentProps, type MouseEvent } from 'react';

/** Changes the address of this page without asking the server: what is shown is here already. `useSearchParams` follows. */
export function goTo(href: string, replace = false): void {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', href);
}

/** The place a person has just asked for: a list or a box shows what was chosen at once, while the page is still on its way there. */
export function useOptimisticParams<P extends object>(
  place: P,
  go: (next: P) => void,
): [asked: P, ask: (change: Partial<P>) => void] {
  const [asked, setAsked] = useOptimistic(place);
  return [
    asked,
    (change) =>
      startTransition(() => {
        const next = { ...asked, ...change };
        setAsked(next);
        go(next);
      }),
  ];
}

/** A link to another state of this page: can be opened in a new tab or copied; a plain click changes only the address. */
export function SamePageLink({
  href,
  replace,
  onClick,
  children,
  ...props
}: ComponentProps<'a'> & { href: string; replace?: boolean }) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey
    )
      return;
    event.preventDefault();
    goTo(href, replace);
  };
  return (
    <a href={href} onClick={go} {...props}>
      {children}
    </a>
  );
}
