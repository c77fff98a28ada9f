'use client';
import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { headingOfPage, holdFocus } from './hold-focus.ts';

/** After a change of page the focus goes to its heading, unless it is still on something. */
export function RouteFocus() {
  const pathname = usePathname();
  const before = useRef(pathname);
  useEffect(() => {
    if (before.current === pathname) return;
    before.current = pathname;
    return holdFocus(headingOfPage);
  }, [pathname]);
  return null;
}
