import { HydrationBoundary } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { dehydrated } from './server.ts';

/** Gives the browser what this request has fetched so far; put it around what uses it, after `await prefetch(…)`. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrated()}>{children}</HydrationBoundary>;
}
