import { createHash, randomUUID } from 'node:crypto';
import { patientReference } from '@keneyapp/fhir-model/references';
import type { Bundle, Coding, MedicationRequest, Resource, ServiceRequest } from '@medplum/fhirtypes';
import type { PatientContext } from '../context.ts';
import { findingExtension, type Card, type Hook, type OrderHook } from './cds-hooks.ts';
import type { Alert, AlertLevel, ChecksView, NoRule, NotRun } from './checks-view.ts';
import type { Discovered } from './client.ts';
import { identified } from './identify.ts';
import { isWeb, linksOf } from './links.ts';
import { mayLift } from './may-lift.ts';
import { prefetch } from './prefetch.ts';
import { applyStates, notActivated, readRuleStates } from './rule-states.ts';
import { words, type Language } from './words.ts';

/** A line of the basket as it will be written, without an id. */
export interface Draft {
  line: number;
  resource: MedicationRequest | ServiceRequest;
}
type CheckContext = Pick<
  PatientContext,
  'access' | 'patientId' | 'chartFhir' | 'auditResources' | 'session' | 'services'
>;
interface Options {
  /** Orders that this basket ends, as `MedicationRequest/…`: they run no longer once it is signed. */
  ended?: readonly string[];
  language?: Language;
}

/** What services say, and the labels of what they were handed: whatever quotes them is kept back as that is. */
export interface Checked {
  view: ChecksView;
  labels: Coding[];
}

export const checkOrders = async (...asked: Parameters<typeof checkedOrders>): Promise<ChecksView> =>
  (await checkedOrders(...asked)).view;

/** Asks every configured service about a basket, all at once. What did not run is said; it never fails. */
export async function checkedOrders(
  ctx: CheckContext,
  drafts: readonly Draft[],
  hook: OrderHook,
  { ended = [], language = 'fr' }: Options = {},
): Promise<Checked> {
  const lines = drafts.map(({ line }) => line);
  if (drafts.length === 0) return { view: { alerts: [], notRun: [], noRule: [] }, labels: [] };
  const context = () => contextOf(ctx, drafts, ended);
  const { view, labels } = await askServices(ctx, hook, { lines, language, context });
  const may = view.alerts.some(({ canLift }) => canLift) && (await mayLift(ctx));
  view.alerts = view.alerts.map((alert) => ({ ...alert, canLift: alert.canLift && may }));
  const others = drafts.filter(({ resource }) => resource.resourceType !== 'MedicationRequest');
  if (others.length > 0)
    view.noRule.push({
      service: '',
      lines: others.map(({ line }) => line),
      about: words[language].notCovered,
    });
  return { view, labels };
}

interface Asking {
  /** Of the basket; none of a chart that is opened. */
  lines: number[];
  language: Language;
  context(): Promise<object>;
}

/** Every configured service about one chart, all at once, with the states of its rules: what is silent or off is not heard. */
export async function askServices(
  ctx: CheckContext,
  hook: Hook,
  { lines, language, context: contextOfHook }: Asking,
): Promise<Checked> {
  const { decisionSupport, terminology } = ctx.services;
  const says = words[language];
  const view: ChecksView = { alerts: [], notRun: [], noRule: [] };
  const notRun = (service: string, title: string, reason: NotRun['reason'], detail: string) =>
    view.notRun.push({ service, title, lines, reason, detail });
  if (!decisionSupport.isConfigured) {
    notRun('', says.support, 'unreachable', says.none);
    return { view, labels: [] };
  }
  const [servers, states] = await Promise.all([
    decisionSupport.discover(performance.now() + decisionSupport.timeoutMs, language),
    readRuleStates(ctx.services.db),
  ]);
  const asked = servers.flatMap((server) => servicesOf(server, hook));
  const known = new Set(lines);
  for (const server of servers)
    if ('failure' in server)
      notRun(server.server, says.support, server.failure, says.failures[server.failure]);
    else if (!server.services.some((one) => one.hook === hook))
      notRun(server.server, says.support, 'bad-answer', says.noHook);
  const templates = asked.flatMap(({ service }) => Object.values(service.prefetch));
  const handed = await prefetch(ctx, templates);
  if (handed.isPartial && asked.length > 0) notRun('', says.partial, 'missing-input', says.partialDetail);
  if (handed.isUnread) notRun('', says.unread, 'missing-input', says.unreadDetail);
  const context = await contextOfHook();
  // reading the chart took its own time: a service has all of its own
  const until = performance.now() + decisionSupport.timeoutMs;
  await Promise.all(
    asked.map(async ({ server, service, ask }) => {
      const title = service.title || service.id;
      const own = await identifiedAll(handed.of(service.prefetch), terminology);
      const body = { hook, hookInstance: randomUUID(), context, prefetch: own };
      const answer = await ask(service, body, { language, until });
      if ('failure' in answer) notRun(service.id, title, answer.failure, says.failures[answer.failure]);
      else
        for (const card of answer.cards)
          add(view, card, {
            server,
            service: service.id,
            title,
            lines,
            known,
            origins: decisionSupport.origins,
          });
    }),
  );
  view.alerts = applyStates(view.alerts, states).sort((a, b) => severity[a.level] - severity[b.level]);
  const without = notActivated(
    states,
    asked.flatMap(({ service }) => service),
  );
  // said each time, whether it was met or not: it tells nothing of what a rule would have said
  if (without.length > 0 && lines.length > 0)
    view.noRule.push({ service: '', lines, about: `${says.notActivated} ${without.join(', ')}` });
  return { view, labels: handed.labels };
}

const severity: Record<AlertLevel, number> = { blocks: 0, 'needs-reason': 1, informs: 2 };

type Found = Extract<Discovered, { services: unknown }>;
const servicesOf = (
  server: Discovered,
  hook: Hook,
): { server: string; service: Found['services'][number]; ask: Found['ask'] }[] =>
  'failure' in server
    ? []
    : server.services
        .filter((one) => one.hook === hook)
        .map((service) => ({ server: server.server, service, ask: server.ask }));

/** Drafts carry ids that lead back to their lines. */
async function contextOf(
  { services, patientId, session }: CheckContext,
  drafts: readonly Draft[],
  ended: readonly string[],
): Promise<object> {
  const subject = { reference: patientReference(patientId) };
  const orders = await Promise.all(
    drafts.map(async ({ line, resource }) => ({
      resource: { ...(await identified(resource, services.terminology)), id: `line-${line}` },
    })),
  );
  const stopped = ended.map((reference) => ({
    resource: {
      resourceType: 'MedicationRequest',
      id: reference.split('/')[1] ?? '',
      status: 'stopped',
      intent: 'order',
      subject,
    } satisfies MedicationRequest,
  }));
  const draftOrders: Bundle = { resourceType: 'Bundle', type: 'collection', entry: [...orders, ...stopped] };
  return {
    userId: session.fhirUser ?? session.userId,
    patientId,
    draftOrders,
    selections: drafts.map(({ line, resource }) => `${resource.resourceType}/line-${line}`),
  };
}

const identifiedAll = async (
  handed: Record<string, Resource>,
  terminology: CheckContext['services']['terminology'],
): Promise<Record<string, Resource>> =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(handed).map(async ([key, one]) => [key, await identified(one, terminology)] as const),
    ),
  );

interface From {
  server: string;
  service: string;
  title: string;
  lines: number[];
  known: ReadonlySet<number>;
  origins: ReadonlySet<string>;
}

function add(view: ChecksView, card: Card, { server, service, title, lines, known, origins }: From): void {
  const finding = card.extension?.[findingExtension];
  // a line that nobody asked about is none
  const named = linesIn(finding?.orders ?? []).filter((line) => known.has(line));
  const about = named.length > 0 ? named : lines;
  if (finding?.kind === 'no-rule')
    return void view.noRule.push({
      service,
      lines: about,
      about: finding.subject ?? card.summary,
    } satisfies NoRule);
  if (finding?.kind === 'not-checked')
    return void view.notRun.push({
      service,
      title: finding.subject ?? card.summary,
      lines: about,
      reason: 'missing-input',
      detail: card.detail,
    });
  const level = finding?.level ?? levelOf(card);
  view.alerts.push({
    key: keyIn(server, finding?.key ?? foreignKey(card)),
    rule: finding?.rule ?? `${service}.card`,
    lines: about,
    level,
    canLift: level === 'blocks' && finding?.canLift === true,
    summary: card.summary,
    detail: card.detail,
    source: {
      label: card.source.label || title,
      url: isWeb(card.source.url) ? card.source.url : null,
      date: finding?.sourceDate ?? null,
    },
    reasons: card.overrideReasons.map(({ code, display }) => ({ code, display })),
    links: linksOf(card, origins),
  } satisfies Alert);
}

/** A service that knows nothing of blocks interrupts where it says that it is critical, or asks for a reason itself. */
const levelOf = ({ indicator, overrideReasons }: Card): AlertLevel =>
  indicator === 'critical' || (indicator === 'warning' && overrideReasons.length > 0)
    ? 'needs-reason'
    : 'informs';

/** No server answers for another one: what was said to its alert is said to no other. As long as an answer's may be. */
function keyIn(server: string, key: string): string {
  const whole = `${key}@${server}`;
  return whole.length <= 200 ? whole : `card:${digestOf(whole)}`;
}
/** The uuid of a card is another one each time; what it says is not. */
const foreignKey = ({ summary, detail, source }: Card): string =>
  `card:${digestOf(JSON.stringify([summary, detail, source.label]))}`;
const digestOf = (text: string): string => createHash('sha256').update(text).digest('base64url');

const linesIn = (orders: readonly string[]): number[] =>
  orders.flatMap((id) => {
    const line = /^line-(\d+)$/.exec(id)?.[1];
    return line === undefined ? [] : [Number(line)];
  });
