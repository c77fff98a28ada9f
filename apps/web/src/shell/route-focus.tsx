'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** For three seconds. */
const tries = 25;

/** After a change of page the focus goes to its heading, unless it is still on something: a screen reader reads on from there, Tab too. */
export function RouteFocus() {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    // a dialog that closes gives its focus back first; a page that is slow takes its heading away once more when it comes
    let times = 0;
    const timer = setInterval(() => {
      if (document.activeElement === null || document.activeElement === document.body)
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
      times += 1;
      if (times === tries) clearInterval(timer);
    }, 120);
    return () => clearInterval(timer);
  }, [pathname]);
  return null;
}
