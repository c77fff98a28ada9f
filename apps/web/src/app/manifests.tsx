'use client';
import type { ReactNode } from 'react';
import { summary } from '../features/summary/manifest.ts';
import { timeline } from '../features/timeline/manifest.ts';
import { problems } from '../features/problems/manifest.ts';
import { allergies } from '../features/allergies/manifest.ts';
import { medications } from '../features/medications/manifest.ts';
import { orders } from '../features/orders/manifest.ts';
import { results } from '../features/results/manifest.ts';
import { vitals } from '../features/vitals/manifest.ts';
import { imaging } from '../features/imaging/manifest.ts';
import { documents } from '../features/documents/manifest.ts';
import { encounters } from '../features/encounters/manifest.ts';
import { immunizations } from '../features/immunizations/manifest.ts';
import { procedures } from '../features/procedures/manifest.ts';
import { family } from '../features/family/manifest.ts';
import { flags } from '../features/flags/manifest.ts';
import { habits } from '../features/habits/manifest.ts';
import { implants } from '../features/implants/manifest.ts';
import { record } from '../features/record/manifest.ts';
import { consents } from '../features/consents/manifest.ts';
import { start } from '../features/start/manifest.ts';
import { wards } from '../features/wards/manifest.ts';
import { tasks } from '../features/tasks/manifest.ts';
import { drafts } from '../features/drafts/manifest.ts';
import { patients } from '../features/patients/manifest.ts';
import { identities } from '../features/identities/manifest.ts';
import { accesses } from '../features/accesses/manifest.ts';
import { appointments } from '../features/appointments/manifest.ts';
import { audit } from '../features/audit/manifest.ts';
import { reviews } from '../features/reviews/manifest.ts';
import { administration } from '../features/administration/manifest.ts';
import { safety } from '../features/safety/manifest.ts';
import { terminology } from '../features/terminology/manifest.ts';
import { emergency } from '../features/emergency/manifest.ts';
import { session } from '../features/session/manifest.ts';
import { live } from '../features/live/manifest.ts';
import { ManifestsProvider } from '../shell/manifests.tsx';

/** What the features add to the shell, in the order of the chart's sections, then of the rail. */
export const manifests = [
  summary,
  timeline,
  problems,
  allergies,
  medications,
  orders,
  results,
  vitals,
  imaging,
  documents,
  encounters,
  procedures,
  immunizations,
  family,
  flags,
  habits,
  implants,
  record,
  consents,
  start,
  wards,
  tasks,
  drafts,
  patients,
  identities,
  accesses,
  appointments,
  audit,
  reviews,
  administration,
  safety,
  terminology,
  emergency,
  session,
  live,
];

export function Manifests({ children }: { children: ReactNode }) {
  return <ManifestsProvider manifests={manifests}>{children}</ManifestsProvider>;
}
