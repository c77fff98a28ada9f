/** What `npm run bench` hands to each bench: a freshly started stack of production builds with the demo hospital in it. */
export interface BenchStack {
  publicUrl: string;
  /** A port and the two after it that a bench may use for servers of its own. */
  freePort: number;
  /** Throw-away folder of the stack. */
  dataDir: string;
  /** Settings of every process, secrets included (FHIR_URL, DICOMWEB_URL, OIDC_ISSUER, OIDC_SYSTEM_CLIENT_ID…). */
  settings: Record<string, string>;
  /** Process ids: `sandbox`, `bff`, `web`. */
  pids: Record<string, number>;
  /** Chromium to measure with; '' takes Playwright's own. */
  browser: string;
  /** Shows what is being measured. */
  note(text: string): void;
}

/** One figure. `ok` is null when there is no target or it cannot be measured here; `why` says so. */
export interface BenchRow {
  name: string;
  value: number | string;
  unit: string;
  target: string;
  ok: boolean | null;
  why?: string;
}

/** A file of scripts/bench/ whose name ends with `.bench.ts` exports these. They run one after the other, by file name. */
export interface Bench {
  name: string;
  run(stack: BenchStack): Promise<BenchRow[]>;
}

/** The value below which `share` of the samples lie (nearest rank). */
export function percentile(samples: number[], share: number): number {
  const sorted = [...samples].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
