import { patientHref } from '../../shell/chart-address.ts';
import { drugQuery } from './search-params.ts';
import type { ChartFind, ChartFinder } from '../../shell/manifest.ts';

/** The drugs taken now, each leading to its detail. */
export async function find({ patientId, queries, trpc, formats }: ChartFinder): Promise<ChartFind[]> {
  const { current } = await queries.fetchQuery({
    ...trpc.medications.list.queryOptions({ patientId }),
    staleTime: 30_000,
  });
  return current.map(({ id, source, inn, product, brand, name }) => ({
    id: `drug-${id}`,
    kind: 'drug' as const,
    label: [inn ?? formats.coded(name), product, brand].filter(Boolean).join(' '),
    href: `${patientHref(patientId, 'medications')}${drugQuery({ id, source })}`,
  }));
}
