import type { QueryClient } from '@tanstack/react-query';

/** tRPC's keys: [[feature, procedure], { input }]. Everything of a chart but its banner leaves the memory of this tab. */
export function forgetChart(client: QueryClient, patientId: string): void {
  client.removeQueries({
    predicate: ({ queryKey }) => {
      const [path, options] = queryKey as [unknown, { input?: { patientId?: unknown } } | undefined];
      return (
        Array.isArray(path) &&
        !(path[0] === 'patients' && path[1] === 'banner') &&
        options?.input?.patientId === patientId
      );
    },
  });
}
