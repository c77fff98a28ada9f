import type { Bundle, Resource } from '@medplum/fhirtypes';
import { isOwned } from '../access/unit-types.ts';
import type { DomainEvent } from '../events/schemas.ts';
import { homeOf, isWatched } from '../live/watched-types.ts';
import type { IntentContent } from './intents.ts';
import { sentResources } from './sending.ts';

/** What those are told who look at the chart, or follow the unit that it belongs to: which resources were written. */
export function eventsOf(
  intentId: string,
  { patientId, topics, merges, bundle, audit }: Omit<IntentContent, 'bundle'> & { bundle: Bundle },
  written: readonly string[],
): DomainEvent[] {
  const at = new Date().toISOString();
  const told = new Set<string>();
  return sentResources(bundle).flatMap((resource, i): DomainEvent[] => {
    const of = {
      version: 1 as const,
      intentId,
      resourceId: resource.id ?? '',
      versionId: written[i]?.split('/')[2] || null,
      by: audit.user?.id ?? null,
      at,
    };
    if (merges) return ofMerge(resource, merges, of, told);
    return patientId === null ? ofUnits(resource, topics ?? {}, of) : ofChart(resource, patientId, of);
  });
}

type Of = Pick<DomainEvent, 'version' | 'resourceId' | 'versionId' | 'by' | 'at'> & { intentId: string };

function ofChart(resource: Resource, patientId: string, of: Of): DomainEvent[] {
  const { resourceType } = resource;
  if (!isWatched(resourceType)) return [];
  return [
    {
      type: 'chart.changed',
      topic: { kind: 'patient', id: patientId },
      resourceType,
      home: homeOf(resource as Parameters<typeof homeOf>[0]),
      ...of,
    },
  ];
}

/**
 * Thousands may have moved: of each page of either chart one is told, which is looked at again as a whole; of what somebody
 * waits for, each.
 */
function ofMerge(resource: Resource, merges: readonly string[], of: Of, told: Set<string>): DomainEvent[] {
  const { resourceType } = resource;
  const isAwaited = resourceType === 'Task' || resourceType === 'Communication';
  const charts = resourceType === 'Patient' && resource.id ? [resource.id] : merges;
  return charts.flatMap((chart) =>
    ofChart(resource, chart, of).filter((event) => {
      const page = `${chart} ${resourceType} ${event.type === 'chart.changed' ? event.home : ''}`;
      const isNew = isAwaited || !told.has(page);
      told.add(page);
      return isNew;
    }),
  );
}

function ofUnits(resource: Resource, topics: NonNullable<IntentContent['topics']>, of: Of): DomainEvent[] {
  // somebody new: the chart begins with it
  if (resource.resourceType === 'Patient' && resource.id) return ofChart(resource, resource.id, of);
  if (!isOwned(resource)) return [];
  const { resourceType } = resource;
  return (topics[`${resourceType}/${of.resourceId}`] ?? []).flatMap((topic): DomainEvent[] => {
    const { kind } = topic;
    if (kind === 'patient' || kind === 'worklist') return [];
    return [{ type: 'unit.changed', topic: { kind, id: topic.id }, resourceType, ...of }];
  });
}
