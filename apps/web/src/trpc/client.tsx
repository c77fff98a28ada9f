'use client';
import type { AppRouter } from '@keneyapp/bff/app-router';
import { isServer, QueryClientProvider, type QueryClient } from '@tanstack/react-query';
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from '@trpc/client';
import { createTRPCContext } from '@trpc/tanstack-react-query';
import { useState, type ReactNode } from 'react';
import { fetchFromApplication } from './connection.ts';
import { FetchEventSource } from './fetch-event-source.ts';
import { makeQueryClient } from './query-client.ts';
import { askAgainLink, sendAgainLink } from './without-connection.ts';

/** Loaded with the first file that is sent. */
const fetchUploading: typeof fetch = async (...call) => (await import('./upload.ts')).fetchUploading(...call);

const context = createTRPCContext<AppRouter>();
export const { TRPCProvider } = context;
export const { useTRPC, useTRPCClient } = context;

let browserClient: QueryClient | undefined;

function getQueryClient(): QueryClient {
  if (isServer) return makeQueryClient();
  return (browserClient ??= makeQueryClient());
}

/** The BFF refuses calls without this header, which no other site can set (CSRF). */
const requestHeaders = { 'x-keneya-request': '1' };

export function TrpcProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [client] = useState(() =>
    createTRPCClient<AppRouter>({
      links: [
        askAgainLink(),
        sendAgainLink(),
        splitLink({
          condition: (op) => op.type === 'subscription',
          true: httpSubscriptionLink({
            url: '/trpc',
            EventSource: FetchEventSource,
            eventSourceOptions: { headers: requestHeaders },
          }),
          // A refetch by a timer (`trpc: { context: { background: true } }`) must not keep the session of an abandoned screen alive.
          false: splitLink({
            // files go alone, in a request of which so much is read
            condition: (op) => op.path === 'identities.addPaper',
            true: httpLink({ url: '/trpc', fetch: fetchUploading, headers: requestHeaders }),
            false: httpBatchLink({
              url: '/trpc',
              fetch: fetchFromApplication,
              headers: ({ opList }) =>
                opList.every((op) => op.context['background'])
                  ? { ...requestHeaders, 'x-keneya-background': '1' }
                  : requestHeaders,
              methodOverride: 'POST',
              maxItems: 12,
            }),
          }),
        }),
      ],
    }),
  );
  return (
    <QueryClientProvider client={queryClient}>
      <TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </TRPCProvider>
    </QueryClientProvider>
  );
}
