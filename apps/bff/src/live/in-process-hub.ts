import type { ChartChange, LiveHub } from './hub.ts';

/** Changes a slow reader may be behind before it starts losing the oldest. */
const longestQueue = 1_000;

/** Fan-out inside this process. */
export function createLiveHub(): LiveHub {
  const readers = new Map<string, Set<(change: ChartChange) => void>>();
  return {
    publish(change) { for (const tell of readers.get(change.patientId) ?? []) tell(change); },
    async *subscribe(patientId, signal) {
      const queue: ChartChange[] = [];
      let wake = () => {};
      const tell = (change: ChartChange) => { queue.push(change); if (queue.length > longestQueue) queue.shift(); wake(); };
      const stop = () => wake();
      const group = readers.get(patientId) ?? new Set();
      readers.set(patientId, group.add(tell));
      signal.addEventListener('abort', stop);
      try {
        while (!signal.aborted) {
          const next = queue.shift();
          if (next) yield next;
          else await new Promise<void>((resolve) => { wake = resolve; });
        }
      } finally {
        signal.removeEventListener('abort', stop);
        group.delete(tell);
        if (group.size === 0) readers.delete(patientId);
      }
    },
  };
}
