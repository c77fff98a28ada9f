'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';

/** After a change of page the focus goes to its heading, unless it is still on something: a screen reader reads on from there, Tab too. */
export function RouteFocus() {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    const heading = () => {
      if (document.activeElement === null || document.activeElement === document.body)
        document.querySelector<HTMLElement>('main h1')?.focus({ preventScroll: true });
    };
    const timer = setTimeout(heading, 120); // a dialog that closes gives its focus back first
    return () => clearTimeout(timer);
  }, [pathname]);
  return null;
}
