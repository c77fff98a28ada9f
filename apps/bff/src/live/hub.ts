/** Something of a patient changed; carries no clinical content. `by` is the user id of the author when ours. */
export interface ChartChange {
  patientId: string;
  resourceType: string;
  /** The page of the chart it is at home on. */
  home: string;
  resourceId: string;
  versionId: string | null;
  by: string | null;
  at: string;
}

/** Fan-out of chart changes to open screens. */
export interface LiveHub {
  /** Tells those who look at this chart; a version that was told already is not told again. */
  publish(change: ChartChange): void;
  /** Changes of one patient, until `signal` aborts. */
  subscribe(patientId: string, signal: AbortSignal): AsyncIterable<ChartChange>;
  /** Patients whose chart is open somewhere. */
  watched(): string[];
}
