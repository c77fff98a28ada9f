import type { Driver } from './driver.ts';
import type { Store } from './store.ts';

/** PGlite has no autovacuum. Statistics follow growth closely (a wrong plan is slow at once), and with them the map of pages that need no second look. */
export function startMaintenance(
  driver: Driver,
  store: Store,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  if (driver.engine === 'postgresql') return { stop: async () => undefined }; // it does so itself
  let sinceAnalyze = 0,
    analyzedAt = 0;
  let running: Promise<void> | null = null;
  store.onCommit((written) => {
    sinceAnalyze += written.reduce((sum, w) => sum + Math.ceil(w.content.length / 4000), 0); // a large code system is many rows
    if (sinceAnalyze > Math.max(500, analyzedAt * 0.2)) run();
  });
  const timer = setInterval(run, 60_000);
  timer.unref();

  function run(): void {
    if (running || sinceAnalyze === 0) return;
    analyzedAt = Math.min(analyzedAt + sinceAnalyze, 100_000);
    sinceAnalyze = 0;
    running = driver
      .exec('VACUUM ANALYZE')
      .catch(onError)
      .finally(() => {
        running = null;
      });
  }
  run();
  return {
    stop: async () => {
      clearInterval(timer);
      await running;
    },
  };
}
