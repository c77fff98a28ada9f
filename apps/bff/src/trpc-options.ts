/**
 * How /trpc is served. Queries may be POSTed (`methodOverride: 'POST'` of the browser's link), which keeps what is
 * searched for out of addresses and so out of the logs of proxies. A batch is a page's worth of regions, no more.
 */
export const trpcOptions = { allowMethodOverride: true, allowBatching: true, maxBatchSize: 12 } as const;
