import type { ReviewActivity } from '@keneyapp/bff/features/reviews/view';

export interface ActivityGroup {
  key: string;
  at: string;
  operation: string;
  feature: string | null;
  action: ReviewActivity['action'];
  outcome: ReviewActivity['outcome'];
  count: number;
  resources: string[];
}

/** Neighbours that are the same operation with the same end become one line that counts them; types of what was read are named once. */
export function groupActivity(activity: readonly ReviewActivity[]): ActivityGroup[] {
  const groups: ActivityGroup[] = [];
  for (const { at, operation, feature, action, outcome, resources } of activity) {
    const last = groups.at(-1);
    const types = resources
      .map((r) => r.type)
      .filter((type) => /^[A-Z][A-Za-z]+$/.test(type) || type === 'study');
    if (last && last.operation === operation && last.outcome === outcome) {
      last.count += 1;
      last.resources = [...new Set([...last.resources, ...types])];
    } else
      groups.push({
        key: `${groups.length} ${at}`,
        at,
        operation,
        feature,
        action,
        outcome,
        count: 1,
        resources: [...new Set(types)],
      });
  }
  return groups;
}
