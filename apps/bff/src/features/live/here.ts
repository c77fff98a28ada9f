import type { Verdict } from '../../access/access.ts';
import type { Present } from '../../live/presence.ts';
import type { Colleague } from './view.ts';

/**
 * Colleagues in a chart as this reader may know of them. Who sees more of it than the reader may be there because of what is
 * hidden: then their name would tell of it. They are never told of, whatever the chart holds, so that no answer depends on that.
 */
export function colleaguesOf(
  present: readonly Present[],
  { userId, chart }: { userId: string; /** The reader's decision on the chart. */ chart: Verdict },
): Colleague[] {
  if (!chart.allow) return [];
  const { hideLabels, releasedOnly } = chart.obligations;
  // whoever is present sees what is not released
  const seesMore = (one: Present) => releasedOnly || hideLabels.some((label) => !one.hides.includes(label));
  return present
    .filter((one) => one.userId !== userId && !seesMore(one))
    .map(({ name, role, isEmergency }) => ({ name, role, isEmergency }))
    .sort((a, b) => a.name.localeCompare(b.name, 'fr'));
}
