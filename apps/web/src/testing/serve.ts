import { vi } from 'vitest';

/** What other servers answer to a plain `fetch`, by the beginning of the path; the longest that fits answers. */
export function serve(
  routes: Record<string, (path: string, init?: RequestInit) => Response | Promise<Response>>,
) {
  const asked: { path: string; init: RequestInit | undefined }[] = [];
  const fetched = globalThis.fetch;
  const spy = vi.spyOn(globalThis, 'fetch').mockImplementation(async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : String(input), location.href);
    const path = url.pathname + url.search;
    const [route] = Object.keys(routes)
      .filter((start) => path.startsWith(start))
      .sort((a, b) => b.length - a.length);
    if (route === undefined) return fetched(input, init);
    asked.push({ path, init });
    init?.signal?.throwIfAborted();
    return (routes[route] as (typeof routes)[string])(path, init);
  });
  return { asked, stop: () => spy.mockRestore() };
}
