export interface Replacing {
  patientId: string;
  /** Null: nobody here merged it. */
  since: string | null;
}

/** To which record somebody was led on in this tab, and from when it leads there: no address says it, so nobody can make one up. */
export const led: { to: Replacing | null } = { to: null };
