export interface Issue {
  path: readonly (string | number)[];
  /** A reason, as the schema of the form has them. */
  message: string;
}

/** What the BFF refused, by field; null when the call failed for another reason. Its word counts, whatever the browser thought. */
export function issuesOf(error: unknown): readonly Issue[] | null {
  const data =
    typeof error === 'object' && error !== null && 'data' in error
      ? (error.data as { issues?: Issue[] | null } | null)
      : null;
  return data?.issues?.length ? data.issues : null;
}
