/**
 * How a query is read that changes by what others do: again every so often while it is in sight, and at once on coming back to
 * the window. By its timer it keeps no session of an abandoned screen alive.
 */
export const whileInSight = (againMs: number) => ({
  refetchInterval: againMs,
  refetchOnWindowFocus: 'always' as const,
  trpc: { context: { background: true } },
});
