'use client';
import type { ComponentProps, MouseEvent } from 'react';

/** Changes the address of this page without asking the server: what is shown is here already. `useSearchParams` follows. */
export function goTo(href: string, replace = false): void {
  window.history[replace ? 'replaceState' : 'pushState'](null, '', href);
}

/** A link to another state of this page: can be opened in a new tab or copied; a plain click changes only the address. */
export function PlaceLink({ href, replace, onClick, children, ...props }: ComponentProps<'a'> & { href: string; replace?: boolean }) {
  const go = (event: MouseEvent<HTMLAnchorElement>) => {
    onClick?.(event);
    if (event.defaultPrevented || event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    goTo(href, replace);
  };
  return <a href={href} onClick={go} {...props}>{children}</a>;
}
