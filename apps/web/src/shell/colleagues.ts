'use client';
import { useSyncExternalStore } from 'react';

/** Somebody of the house who has the open chart open too. */
export interface Colleague {
  name: string;
  role: string;
  isEmergency: boolean;
}

const nobody: readonly Colleague[] = [];
let current: { patientId: string; here: readonly Colleague[] } = { patientId: '', here: nobody };
const listeners = new Set<() => void>();

/** For the one who holds the live subscription (feature `live`): who else is in this chart now. */
export function setColleagues(patientId: string, here: readonly Colleague[]): void {
  current = { patientId, here };
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** Of this chart and of no other. */
export function useColleagues(patientId: string): readonly Colleague[] {
  return useSyncExternalStore(
    subscribe,
    () => (current.patientId === patientId ? current.here : nobody),
    () => nobody,
  );
}
