import { knowledgeExtension } from '../../decision-support/cds-hooks.ts';
import type { Services } from '../../context.ts';
import type { AboutView } from './view.ts';

/** What is loaded here, for whoever has to know what a list or an alert rests on. */
export async function aboutView({
  decisionSupport,
  terminology,
}: Pick<Services, 'decisionSupport' | 'terminology'>): Promise<AboutView> {
  const [servers, { releases }] = await Promise.all([
    decisionSupport.discover(performance.now() + decisionSupport.timeoutMs),
    terminology.releasesView(),
  ]);
  const lists = new Map<string, AboutView['lists'][number]>();
  for (const server of servers)
    if (!('failure' in server))
      for (const { extension } of server.services)
        for (const one of extension?.[knowledgeExtension] ?? [])
          lists.set(`${server.server} ${one.title}`, one);
  return {
    releases: releases.map(({ system, title, version, isSample }) => ({ system, title, version, isSample })),
    lists: [...lists.values()],
    unanswered: servers.flatMap((server) => ('failure' in server ? [server.server] : [])),
  };
}
