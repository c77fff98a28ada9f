'use client';
import { useRouter } from 'next/navigation';
import { useCallback, useEffect, useLayoutEffect, useRef } from 'react';

/** Asks the person, and goes once they said so. */
type Ask = (go: () => void) => void;
let ask: Ask | null = null;

/** For whatever leads away without a link (palette, keys): asked first where something would be lost. */
export const leaveBy = (go: () => void): void => (ask ? ask(go) : go());

const mark = 'keneyaStay';
const isMarked = () => (window.history.state as Record<string, unknown> | null)?.[mark] === true;

/**
 * While something would be lost, leaving asks: by a link, by the palette and the keys, by the browser's back button, and,
 * in the browser's own words, by closing or loading again. Gives what lets the next leaving pass.
 */
export function useLeaveGuard(isUnsafe: boolean, how: Ask): () => void {
  const router = useRouter();
  const asked = useRef(how);
  const isReleased = useRef(false);
  useEffect(() => {
    asked.current = how;
  });
  // with the frame that says that something would be lost, not after it
  useLayoutEffect(() => {
    isReleased.current = false;
    if (!isUnsafe) return;
    const mine: Ask = (go) => (isReleased.current ? go() : asked.current(go));
    ask = mine;
    const unload = (event: BeforeUnloadEvent) => {
      if (!isReleased.current) event.preventDefault();
    };
    const click = (event: MouseEvent) => {
      const link =
        event.target instanceof Element ? event.target.closest<HTMLAnchorElement>('a[href]') : null;
      const isPlain =
        event.button === 0 && !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey);
      if (!link || !isPlain || isReleased.current || link.target || link.hasAttribute('download')) return;
      const { origin, pathname, search, hash } = new URL(link.href);
      const isSamePage = pathname === window.location.pathname && search === window.location.search;
      if (origin !== window.location.origin || isSamePage) return;
      event.preventDefault();
      event.stopPropagation();
      mine(() => router.push(pathname + search + hash));
    };
    // A page cannot refuse to be gone back from: an entry of the same address takes the first press.
    const stay = () => {
      if (!isMarked()) window.history.pushState({ [mark]: true }, '', window.location.href);
    };
    const pop = () => {
      if (isReleased.current) return;
      stay();
      mine(() => window.history.go(-2));
    };
    stay();
    window.addEventListener('beforeunload', unload);
    window.addEventListener('click', click, { capture: true });
    window.addEventListener('popstate', pop);
    return () => {
      if (ask === mine) ask = null;
      window.removeEventListener('beforeunload', unload);
      window.removeEventListener('click', click, { capture: true });
      window.removeEventListener('popstate', pop);
    };
  }, [isUnsafe, router]);
  return useCallback(() => {
    isReleased.current = true;
  }, []);
}
