import {
  PathnameContext,
  SearchParamsContext,
} from 'next/dist/shared/lib/hooks-client-context.shared-runtime';
import { useSyncExternalStore, type ReactNode } from 'react';

const listeners = new Set<() => void>();
const notify = () => {
  for (const listener of listeners) listener();
};
/** Where the page of the tests itself lives. */
const home = location.href;

/** Path and query of the page now. */
export const here = (): string => location.pathname + location.search;
export const startAt = (at: string): void => history.replaceState(null, '', at);
export const goHome = (): void => history.replaceState(null, '', home);

// as Next's router does: it follows the history, which our pages change without asking the server
for (const name of ['pushState', 'replaceState'] as const) {
  const change = history[name].bind(history);
  history[name] = (...parts) => {
    change(...parts);
    notify();
  };
}

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

/** The address as Next's router gives it to `usePathname` and `useSearchParams`. */
export function Address({ children }: { children: ReactNode }) {
  const address = useSyncExternalStore(subscribe, here);
  const { pathname, searchParams } = new URL(address, location.origin);
  return (
    <PathnameContext value={pathname}>
      <SearchParamsContext value={searchParams}>{children}</SearchParamsContext>
    </PathnameContext>
  );
}
