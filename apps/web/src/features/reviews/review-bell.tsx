'use client';
import dynamic from 'next/dynamic';
import { useVisitor } from '../../shell/visitor.tsx';

const LiveBell = dynamic(() => import('./live-bell.tsx').then((m) => m.LiveBell), { ssr: false });

/** Only whoever reviews emergency accesses has a bell for them. */
export function ReviewBell() {
  return useVisitor().rights['reviews.read'] ? <LiveBell /> : null;
}
