import type { PrismaClient } from '../database/client.ts';
import { endOf } from './reviews.ts';
import type { Grant } from './store.ts';

/** One line of the trail: what was looked at or tried under the access. */
export interface ReviewActivity {
  at: string;
  operation: string;
  feature: string | null;
  action: 'read' | 'search' | 'write';
  outcome: 'success' | 'denied' | 'failure';
  resources: { type: string; count: number }[];
}

/** More than anybody reads in one access; the rest is said to be missing. */
const maxEvents = 1_000;

/** Everything the trail has of this person with this patient from the opening to the end, attempts included, as it happened. */
export async function activityOf(
  db: Pick<PrismaClient, 'auditEvent'>,
  grant: Grant,
): Promise<{ activity: ReviewActivity[]; isTruncated: boolean }> {
  const rows = await db.auditEvent.findMany({
    where: {
      userId: grant.userId,
      patientId: grant.patientId,
      recordedAt: { gte: grant.createdAt, lte: endOf(grant) },
    },
    orderBy: { recordedAt: 'asc' },
    take: maxEvents + 1,
    select: {
      recordedAt: true,
      operation: true,
      feature: true,
      action: true,
      outcome: true,
      resources: true,
    },
  });
  return {
    isTruncated: rows.length > maxEvents,
    activity: rows
      .slice(0, maxEvents)
      .map(({ recordedAt, operation, feature, action, outcome, resources }): ReviewActivity => ({
        at: recordedAt.toISOString(),
        operation,
        feature,
        action: action === 'R' ? 'read' : action === 'E' ? 'search' : 'write',
        outcome: outcome === 'success' || outcome === 'denied' ? outcome : 'failure',
        resources: counted(resources),
      })),
  };
}

/** `Observation` and `Observation/7` are both of Observations; which ones stays in the trail. */
function counted(resources: readonly string[]): ReviewActivity['resources'] {
  const counts = new Map<string, number>();
  for (const resource of resources) {
    const type = resource.split('/')[0] ?? resource;
    counts.set(type, (counts.get(type) ?? 0) + 1);
  }
  return [...counts].map(([type, count]) => ({ type, count }));
}
