import { ofConsents } from './weakenings/consents.ts';
import { ofAccounts } from './weakenings/accounts.ts';
import { ofDecisions } from './weakenings/decisions.ts';
import { ofTheEdges } from './weakenings/edges.ts';
import { ofFeatures } from './weakenings/features.ts';
import { ofTheGuard } from './weakenings/guard.ts';
import { ofImages } from './weakenings/images.ts';
import { ofTheInternals } from './weakenings/internals.ts';
import { ofThePolicy } from './weakenings/policy.ts';
import { ofSessions } from './weakenings/sessions.ts';
import { ofTheTrail } from './weakenings/trail.ts';
import type { Weakening } from './weakening.ts';

/** One per feature, per rule of the guard, per rule of the policy and per edge; what is more general comes last. */
export const weakenings: readonly Weakening[] = [
  ...ofFeatures,
  ...ofConsents,
  ...ofTheGuard,
  ...ofDecisions,
  ...ofAccounts,
  ...ofTheEdges,
  ...ofImages,
  ...ofTheTrail,
  ...ofSessions,
  ...ofTheInternals,
  ...ofThePolicy,
];
