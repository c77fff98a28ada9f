import { FhirError } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import { isShared, patientsIn } from '../fhir/compartment.ts';
import { chartGuard } from './chart-guard.ts';
import { isPartOfRecord } from './fates.ts';
import type { Guard } from './guard.ts';
import { hidesSomething, withoutPrivacies } from './labels.ts';
import type { Neighbours } from './neighbours.ts';
import type { Obligations } from './policy.ts';
import type { Feature } from './roles.ts';

export interface ChartsView {
  feature: Feature;
  /** The charts that are open, each with the obligations of its own decision; nothing of another comes out. */
  charts: ReadonlyMap<string, Obligations>;
  /** Obligations of a chart as a whole; null when it is closed. */
  ofChart: (patientId: string) => Promise<Obligations | null>;
  /** Of all of them at once. */
  neighbours: Neighbours;
}

/** A resource of one chart that is open, and its place in the answer. */
interface Own {
  resource: Resource;
  at: number;
  patientId: string;
  obligations: Obligations;
}

/**
 * Several charts in one answer, for lists of what is going on in a unit: each resource as the guard of its own chart shows
 * it. What has to be looked at for all of them is asked for together first. Nothing is written.
 */
export function chartsGuard({ feature, charts, ofChart, neighbours }: ChartsView): Guard {
  const refuse = (): never => {
    throw new FhirError(403, null, 'other-chart');
  };
  const guards = new Map<string, Guard>();
  /** What tells whether two charts hide the same. Written once for each: every resource of a chart asks. */
  const known = new Map<Obligations, string>();
  function wordsOf(obligations: Obligations): string {
    const words = known.get(obligations) ?? JSON.stringify(obligations);
    known.set(obligations, words);
    return words;
  }
  function guardOf(patientId: string, obligations: Obligations): Guard {
    const chart = { patientId, feature, obligations, ofChart: () => ofChart(patientId), neighbours };
    const guard = guards.get(patientId) ?? chartGuard(chart);
    guards.set(patientId, guard);
    return guard;
  }

  /** One question for all charts that hide the same, instead of one for each. */
  async function lookAround(own: readonly Own[], ofOldVersions: boolean): Promise<void> {
    if (!ofOldVersions) neighbours.learn(own.map(({ resource }) => resource));
    const hiding = Map.groupBy(
      own.filter(({ obligations }) => hidesSomething(obligations)),
      ({ obligations }) => wordsOf(obligations),
    );
    await Promise.all(
      [...hiding.values()].map(async (group) => {
        const keys = group.flatMap(({ resource }) =>
          neighbours
            .pointersOf(resource)
            .flatMap(({ key }) => (key && isPartOfRecord(key.split('/')[0] ?? '') ? [key] : [])),
        );
        await neighbours.look(new Set(keys), group[0]?.obligations ?? null);
      }),
    );
  }

  /** What may share a label is asked for beside the search itself, in one batch: which charts there are is known before. */
  function lookAhead(): void {
    const hiding = [...charts.values()].filter((obligations) => hidesSomething(obligations));
    for (const [obligations] of Map.groupBy(hiding, wordsOf).values())
      // whoever shows something waits for it, and hears of a failure
      neighbours.look(new Set(), obligations ?? null).catch(() => undefined);
  }

  return {
    async show(resources, { ofOldVersions = false } = {}) {
      const shown: (Resource | null)[] = resources.map((resource) =>
        isShared(resource.resourceType) ? withoutPrivacies(resource) : null,
      );
      // what names nobody, or several, is in no single chart
      const own = resources.flatMap((resource, at): Own[] => {
        const [patientId = '', ...others] = isShared(resource.resourceType) ? [] : patientsIn(resource);
        const obligations = charts.get(patientId);
        return obligations && others.length === 0 ? [{ resource, at, patientId, obligations }] : [];
      });
      await lookAround(own, ofOldVersions);
      const byChart = Map.groupBy(own, ({ patientId }) => patientId);
      await Promise.all(
        [...byChart].map(async ([patientId, parts]) => {
          const guard = guardOf(patientId, (parts[0] as Own).obligations);
          const told = await guard.show(
            parts.map(({ resource }) => resource),
            { ofOldVersions },
          );
          parts.forEach(({ at }, i) => (shown[at] = told[i] ?? null));
        }),
      );
      return shown;
    },
    showWritten: () => null,
    showFile: () => null,
    async isPartial(type) {
      lookAhead();
      const parts = [...charts].map(([id, obligations]) => guardOf(id, obligations).isPartial(type));
      return (await Promise.all(parts)).includes(true);
    },
    accept: refuse,
  };
}
