import type { CodedValue } from './form/coded-value.ts';
import type { Regimen } from '@keneyapp/clinical/prescribing';

/** An order of the record, as the person saw it. */
export interface FormerOrder {
  id: string;
  version: string;
  /** What it orders, and how. */
  words: string;
  says: string;
}
/** What a page of the chart wants in the basket: a drug of its list renewed, revised or stopped, a panel asked for again. */
export type OrderRequest =
  | { act: 'renew' | 'stop'; kind: 'drug' | 'service'; former: FormerOrder; regimen: Regimen | null }
  | {
      act: 'revise';
      kind: 'drug';
      former: FormerOrder;
      coded: CodedValue;
      /** Null where it cannot be read whole: it is typed anew. */
      regimen: Regimen | null;
      setting: 'inpatient' | 'community' | 'discharge' | null;
      isLongTermIllness: boolean;
      notSubstitutable: 'MTE' | 'EFG' | 'CIF' | null;
    }
  | {
      act: 'revise';
      kind: 'service';
      former: FormerOrder;
      category: ServiceCategory;
      coded: CodedValue;
      rhythm: Pick<Regimen['steps'][number], 'timing' | 'duration'>;
      priority: 'routine' | 'urgent' | 'asap' | 'stat';
      reason: string;
      addressee: string;
      note: string;
    }
  | { act: 'new'; kind: 'service'; category: ServiceCategory; coded: CodedValue };
type ServiceCategory = 'laboratory' | 'imaging' | 'nursing' | 'advice';

/** Waiting for the basket of each chart, which takes them once it is open and its draft was read. */
const waiting = new Map<string, readonly OrderRequest[]>();
const listeners = new Set<() => void>();
const none: readonly OrderRequest[] = [];

function set(patientId: string, requests: readonly OrderRequest[]): void {
  waiting.set(patientId, requests);
  for (const listener of listeners) listener();
}

/** Asks for lines in the basket of this chart; whoever asks opens it. */
export function requestOrders(patientId: string, requests: readonly OrderRequest[]): void {
  set(patientId, [...(waiting.get(patientId) ?? none), ...requests]);
}
export const requestsFor = (patientId: string): readonly OrderRequest[] => waiting.get(patientId) ?? none;
export const takeRequests = (patientId: string): readonly OrderRequest[] => {
  const all = requestsFor(patientId);
  if (all.length > 0) set(patientId, none);
  return all;
};
export function onRequests(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
