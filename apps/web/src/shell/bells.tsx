'use client';
import { useSlots } from './manifests.tsx';

/** What the features want to be seen at any time. */
export function Bells() {
  return useSlots((manifest) => manifest.Bell).map((Bell, i) => <Bell key={i} />);
}
