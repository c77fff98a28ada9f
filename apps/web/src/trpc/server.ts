import 'server-only';
import type { AppRouter } from '@keneyapp/bff/app-router';
import { dehydrate, type DehydratedState, type FetchQueryOptions } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink } from '@trpc/client';
import { createTRPCOptionsProxy } from '@trpc/tanstack-react-query';
import { headers } from 'next/headers';
import { cache } from 'react';
import { env } from '../env.ts';
import { asCallError } from './error.ts';
import { makeQueryClient } from './query-client.ts';

/** The cache of this request; layouts and pages of one request share it. */
export const getQueryClient = cache(makeQueryClient);

/**
 * A client per request: the batching of a shared one could put two visitors' calls under one cookie.
 * The visitor's cookie goes along; the address they came from too, for the audit trail.
 */
const getClient = cache(() =>
  createTRPCClient<AppRouter>({
    links: [
      httpBatchLink({
        url: `${env().BFF_INTERNAL_URL}/trpc`,
        headers: async () => {
          const incoming = await headers();
          const sent: Record<string, string> = {
            'x-keneya-request': '1',
            'x-keneya-internal': env().INTERNAL_SECRET,
          };
          for (const name of ['cookie', 'x-forwarded-for', 'user-agent']) {
            const value = incoming.get(name);
            if (value) sent[name] = value;
          }
          return sent;
        },
      }),
    ],
  }),
);

/** `trpc().patients.banner.queryOptions({ patientId })`, as in the browser. */
export const trpc = cache(() =>
  createTRPCOptionsProxy<AppRouter>({ client: getClient(), queryClient: getQueryClient }),
);

/** Starts the queries of a page together (one HTTP request) and waits; failures stay in the cache for the page to show. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- queries of different results in one list
export async function prefetch(...queries: FetchQueryOptions<any, any, any, any>[]): Promise<void> {
  const client = getQueryClient();
  await Promise.all(queries.map((query) => client.prefetchQuery({ ...query, retry: false })));
}

/** The cache as plain data for `HydrationBoundary`; errors keep their code and request id. */
export function dehydrated(): DehydratedState {
  const state = dehydrate(getQueryClient());
  return {
    ...state,
    queries: state.queries.map((query) =>
      query.state.error === null
        ? query
        : {
            ...query,
            state: {
              ...query.state,
              error: { data: asCallError(query.state.error) } as unknown as Error,
              fetchFailureReason: null,
            },
          },
    ),
  };
}
