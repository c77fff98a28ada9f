'use client';
import dynamic from 'next/dynamic';
import { useSignedInUser } from '../../shell/signed-in-user.tsx';

const LiveBell = dynamic(() => import('./live-bell.tsx').then((m) => m.LiveBell), { ssr: false });

/** Only whoever reviews emergency accesses has a bell for them. */
export function ReviewBell() {
  return useSignedInUser().rights['reviews.read'] ? <LiveBell /> : null;
}
