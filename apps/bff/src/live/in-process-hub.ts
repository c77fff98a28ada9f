import type { ChartChange, LiveHub } from './hub.ts';

/** Changes a slow reader may be behind before it starts losing the oldest. */
const longestQueue = 1_000;
/** Versions remembered, so that what we wrote ourselves is not told again when the FHIR server reports it. */
const mostRemembered = 20_000;

/** Fan-out inside this process. Several processes put the same interface over a broker. */
export function createLiveHub(): LiveHub {
  const readers = new Map<string, Set<(change: ChartChange) => void>>();
  const told = new Set<string>();
  return {
    publish(change) {
      if (
        change.versionId !== null &&
        !remember(told, `${change.resourceType}/${change.resourceId}/${change.versionId}`)
      )
        return;
      for (const tell of readers.get(change.patientId) ?? []) tell(change);
    },
    watched: () => [...readers.keys()],
    async *subscribe(patientId, signal) {
      const queue: ChartChange[] = [];
      let wake = () => {};
      const tell = (change: ChartChange) => {
        queue.push(change);
        if (queue.length > longestQueue) queue.shift();
        wake();
      };
      const stop = () => wake();
      const group = readers.get(patientId) ?? new Set();
      readers.set(patientId, group.add(tell));
      signal.addEventListener('abort', stop);
      try {
        while (!signal.aborted) {
          const next = queue.shift();
          if (next) yield next;
          else
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
        }
      } finally {
        signal.removeEventListener('abort', stop);
        group.delete(tell);
        if (group.size === 0 && readers.get(patientId) === group) readers.delete(patientId);
      }
    },
  };
}

/** False when it was known; forgets the oldest beyond the limit. */
function remember(told: Set<string>, version: string): boolean {
  if (told.has(version)) return false;
  told.add(version);
  if (told.size > mostRemembered) {
    const oldest = told.values().next().value;
    if (oldest !== undefined) told.delete(oldest);
  }
  return true;
}
