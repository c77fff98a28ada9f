import { patientHref } from '../../shell/chart-address.ts';
import type { ChartFind, ChartFinder } from '../../shell/manifest.ts';

/** The drugs taken now, each leading to all that is recorded of it, or to the list for who may not read that. */
export async function find({ patientId, me, queries, trpc, formats }: ChartFinder): Promise<ChartFind[]> {
  const { current } = await queries.fetchQuery({
    ...trpc.medications.list.queryOptions({ patientId }),
    staleTime: 30_000,
  });
  return current.map(({ id, source, inn, product, brand, name }) => ({
    id: `drug-${id}`,
    label: [inn ?? formats.coded(name), product, brand].filter(Boolean).join(' '),
    href: me.rights['record.read']
      ? `${patientHref(patientId, 'record')}/${source === 'request' ? 'MedicationRequest' : 'MedicationStatement'}/${id}`
      : patientHref(patientId, 'medications'),
  }));
}
