import type { FhirClient } from '@keneyapp/fhir-client';
import type { Resource } from '@medplum/fhirtypes';
import { tracked, type TrackedEnvelope } from '@trpc/server';
import type { Verdict } from '../../access/access.ts';
import { reading } from '../../access/operation-kinds.ts';
import type { Feature } from '../../access/roles.ts';
import type { Operation } from '../../access/operations.ts';
import { chartGuard } from '../../access/chart-guard.ts';
import { Neighbours } from '../../access/neighbours.ts';
import { hidesSomething } from '../../access/labels.ts';
import type { ChartChanged, Topic } from '../../events/schemas.ts';
import { featuresOf, isWatched } from '../../live/watched-types.ts';
import { chartOperation, router } from '../../trpc.ts';
import { enter } from './enter.ts';
import { merged } from './merged.ts';
import { followInput } from './schema.ts';
import type { LiveMessage } from './view.ts';

export const liveRouter = router({
  /**
   * Server-sent events: what changed on this chart, until the browser goes, the session ends or access is taken away. A
   * browser that comes back says the last event it got and is told what it missed. Only what this person may see is told
   * of, decided anew for each change.
   */
  chart: chartOperation('live.read')
    .input(followInput)
    .subscription(async function* ({ ctx, input, signal }): AsyncGenerator<TrackedEnvelope<LiveMessage>> {
      const { session, patientId, services } = ctx;
      const openedAt = Date.now();
      const until = AbortSignal.any([ctx.signal, ...(signal ? [signal] : [])]);
      // read afresh each time: a stream outlives what it began with
      const decide = (features: readonly Feature[]) =>
        services.accessFor(session).decideEach(['live.read', ...features.map(reading)], patientId);
      const shut = new AbortController();
      const stop = services.accessChanges.subscribe((id) => {
        // what cannot be decided now is decided again at the next change
        if (id === patientId)
          void decide([]).then(
            (verdicts) => {
              if (!verdicts.get('live.read')?.allow) shut.abort();
            },
            () => undefined,
          );
      });
      const topic: Topic = { kind: 'patient', id: patientId };
      const resumed =
        typeof input.lastEventId === 'string'
          ? await services.events.resumeAfter(topic, input.lastEventId)
          : null;
      const { readWithin } = input;
      const after = resumed ?? (readWithin > 0 ? await services.events.positionBefore(readWithin) : null);
      const { from, events } = services.events.subscribe(topic, AbortSignal.any([until, shut.signal]), after);
      let seen = from;
      const here = await enter(ctx, AbortSignal.any([until, shut.signal]));
      try {
        yield tracked<LiveMessage>(String(from), { isContinued: resumed !== null });
        for await (const next of merged(events, here.changes)) {
          if ('here' in next) {
            yield tracked<LiveMessage>(String(seen), next);
            continue;
          }
          const { seq, event: change } = next;
          seen = seq;
          if (change?.type !== 'chart.changed' || !isWatched(change.resourceType)) continue;
          if (resumed === null && isOlder(change, openedAt - readWithin * 1_000)) continue;
          const verdicts = await decide(['summary', ...featuresOf(change.resourceType, change.home)]);
          if (!verdicts.get('live.read')?.allow) {
            shut.abort();
            break;
          }
          const features = featuresOf(change.resourceType, change.home)
            // identity is told of to everybody who sees it; what else the banner shows, to those who may open the chart
            .filter(
              (feature) =>
                verdicts.get(reading(feature))?.allow &&
                (feature !== 'patients' ||
                  change.resourceType === 'Patient' ||
                  verdicts.get('summary.read')?.allow),
            );
          const told = await permitted(services.capabilities.liveChanges, change, features, verdicts);
          if (told.length > 0)
            yield tracked<LiveMessage>(String(seq), {
              resourceType: change.resourceType,
              resourceId: change.resourceId,
              features: told,
              // what was there before the line opened may be on the page: it is looked at again, and not announced
              isOwn: change.by === session.userId || (resumed === null && Date.parse(change.at) < openedAt),
              at: change.at,
            });
        }
      } finally {
        stop();
        await here.leave();
      }
      // the chart is closed to this person now: the banner, looked at again, says so
      if (shut.signal.aborted && !until.aborted)
        yield tracked<LiveMessage>(String(seen), {
          resourceType: 'Patient',
          resourceId: patientId,
          features: ['patients'],
          isOwn: true,
          at: new Date().toISOString(),
        });
    }),
});

/** What others wrote is heard of later than it happened: of what the page has read nothing need be told. Clocks may differ by a second. */
function isOlder(change: ChartChanged, readAt: number): boolean {
  return change.by === null && Date.parse(change.at) < readAt - 1_000;
}

/** Where something may be left out, the resource itself is looked at, with what it belongs to: that it exists must not be told either. */
async function permitted<F extends Feature>(
  fhir: FhirClient,
  { resourceType, resourceId, topic }: ChartChanged,
  features: readonly F[],
  verdicts: ReadonlyMap<Operation, Verdict>,
): Promise<F[]> {
  const summary = verdicts.get('summary.read');
  const ofChart = () => Promise.resolve(summary?.allow ? summary.obligations : null);
  const isPartial = (feature: F) =>
    // copies of identity papers are documents, and in no chart
    resourceType === 'DocumentReference' ||
    hidesSomething(verdicts.get(reading(feature))?.obligations ?? everything);
  if (!features.some(isPartial)) return [...features];
  const resource = await fhir.read(resourceType as Resource['resourceType'], resourceId).catch(() => null);
  const neighbours = new Neighbours(fhir, topic.id);
  const told = await Promise.all(
    features.map(async (feature): Promise<F | null> => {
      const verdict = verdicts.get(reading(feature));
      if (!verdict) return null;
      if (!isPartial(feature)) return feature;
      if (resource === null) return null;
      const { obligations } = verdict;
      const guard = chartGuard({ patientId: topic.id, feature, obligations, ofChart, neighbours });
      // what cannot be looked at now is not told; the page reads it when it is opened again
      const [shown] = await guard.show([resource]).catch(() => [null]);
      return shown ? feature : null;
    }),
  );
  return told.filter((feature) => feature !== null);
}

const everything = { hideLabels: [], releasedOnly: true };
