import { defaultShouldDehydrateQuery, notifyManager, QueryClient } from '@tanstack/react-query';
import { errorCode, isNotConfirmed } from './error.ts';
import { pack, unpack } from './packed.ts';
import { offlineMutations, mayGoAgain } from './without-connection.ts';

// "being sent" is known before the next event: by a timer, as is the default, the second click of a double click comes first
notifyManager.setScheduler(queueMicrotask);

/** One set of defaults for the server (a client per request) and the browser (one for the tab). */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    mutationCache: offlineMutations(),
    defaultOptions: {
      queries: {
        // What the page was rendered with is fresh; live updates and mutations say when it is not.
        staleTime: 30_000,
        // An error that came with the page is shown as it is; "retry" asks again.
        retryOnMount: false,
        retry: (count, error) =>
          count < 2 &&
          ['BAD_GATEWAY', 'TIMEOUT', 'SERVICE_UNAVAILABLE', 'GATEWAY_TIMEOUT', null].includes(
            errorCode(error),
          ),
        throwOnError: false,
      },
      mutations: {
        // Asked again with the same key, the server tells what became of it: each asking takes it some seconds.
        // One that got no answer waits for the connection like any other, where it goes in once.
        retry: (count, error) => (isNotConfirmed(error) || mayGoAgain(error)) && count < 5,
        retryDelay: 2_000,
      },
      dehydrate: {
        shouldDehydrateQuery: (query) => defaultShouldDehydrateQuery(query) || query.state.status === 'error',
        serializeData: pack,
      },
      hydrate: { deserializeData: unpack },
    },
  });
}
