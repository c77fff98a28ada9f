import { patientHref } from '../../shell/chart-address.ts';
import type { ChartFind, ChartFinder } from '../../shell/manifest.ts';

/** The tests of the chart, each leading to its trend. */
export async function find({ patientId, queries, trpc, formats }: ChartFinder): Promise<ChartFind[]> {
  const { series } = await queries.fetchQuery({
    ...trpc.results.list.queryOptions({ patientId }),
    staleTime: 30_000,
  });
  return series.map(({ key, name }) => ({
    id: `test-${key}`,
    kind: 'test' as const,
    label: formats.coded(name),
    href: `${patientHref(patientId, 'results')}?${new URLSearchParams({ test: key })}`,
  }));
}
